import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sharedFolder } from './scratch.ts';

const STUDIO = path.resolve(import.meta.dirname, '../../apps/sandbox/src/media');

/** Looks of every sandbox of every run, as the studio's present source draws them: rendering one takes half a second of a processor. */
export const looksFolder: string = path.join(sharedFolder('looks'), hashOfStudio());

function hashOfStudio(): string {
  const hash = createHash('sha256');
  for (const file of globSync('**/*.ts', { cwd: STUDIO }).sort()) hash.update(file).update(readFileSync(path.join(STUDIO, file)));
  return hash.digest('hex').slice(0, 16);
}
