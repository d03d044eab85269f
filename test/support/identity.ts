import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Identity, publicKeyOf } from '../../apps/sandbox/src/identity.ts';
import { writePrivateFile } from '../../apps/sandbox/src/lib/private-file.ts';

/** The service account of every bucket of the run. */
export const serviceAccount: Identity['serviceAccount'] = inject('identity').serviceAccount;
export const publicKeyPem: string = publicKeyOf(inject('identity'));

/** Gives a new data folder of a sandbox the run's keys, which it would make for itself otherwise. */
export function giveIdentity(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writePrivateFile(join(dataDir, 'identity.json'), JSON.stringify(inject('identity')));
}
