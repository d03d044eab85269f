import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findText, writePrivateFile } from './lib/private-file.ts';

/** Who this sandbox is: made once per data folder, so that a restart keeps keys, signed URLs and rows valid. */
export type Identity = {
  videosKey: string;
  /** `whsec_<base64>`, as the Standard Webhooks specification writes it. */
  webhookSecret: string;
  serviceAccount: { client_email: string; private_key: string };
};

/** Reads the identity of a data folder, or makes it (RSA 2048, owner-readable files). */
export function keepIdentity(dataDir: string): Identity {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'identity.json');
  const kept = findText(path);
  if (kept !== null) return JSON.parse(kept) as Identity;
  const made = makeIdentity();
  writePrivateFile(path, JSON.stringify(made, null, 2));
  return made;
}

/** The public half of the service account's key, PEM: what the bucket verifies signed URLs with. */
export function publicKeyOf(identity: Identity): string {
  return createPublicKey(identity.serviceAccount.private_key).export({ type: 'spki', format: 'pem' }).toString();
}

function makeIdentity(): Identity {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    videosKey: `sk-sandbox-${randomBytes(32).toString('base64url')}`,
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    serviceAccount: {
      client_email: `sandbox-${randomBytes(4).toString('hex')}@dailies-sandbox.iam.gserviceaccount.com`,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  };
}
