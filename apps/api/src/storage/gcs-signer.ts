import { createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { GoogleAuth } from 'google-auth-library';

/** A service account's key, as its JSON file names the fields. */
export type ServiceAccountKey = { client_email: string; private_key: string };

const signInPool = promisify(sign);

/** Signs URLs with a key that is parsed once, on the thread pool: 150 URLs of a page do not stop the event loop. */
export class LocalKeyAuth extends GoogleAuth {
  readonly #key;

  constructor(credentials: ServiceAccountKey, projectId: string) {
    super({ projectId, scopes: ['https://www.googleapis.com/auth/devstorage.full_control'] });
    this.jsonContent = { type: 'service_account', ...credentials };
    this.#key = createPrivateKey(credentials.private_key);
  }

  override async sign(data: string): Promise<string> {
    const signature = await signInPool('RSA-SHA256', Buffer.from(data), this.#key);
    return signature.toString('base64');
  }
}
