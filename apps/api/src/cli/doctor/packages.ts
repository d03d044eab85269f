import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { broken, type Check, ok } from './check.ts';

interface LockedPackage {
  version?: string;
  link?: boolean;
  optional?: boolean;
  devOptional?: boolean;
}

const NAMED_MAX = 3;

/** Places of the lock file whose package is missing, or of another version, on disk. */
export function listMissingPackages(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .filter(([place, locked]) => {
      const installed = path.join(root, place, 'package.json');
      if (!existsSync(installed)) return !locked.optional && !locked.devOptional;
      return (JSON.parse(readFileSync(installed, 'utf8')) as { version?: string }).version !== locked.version;
    })
    .map(([place]) => place);
}

export const packages: Check = {
  name: 'Packages',
  examine() {
    const missing = listMissingPackages(path.resolve(import.meta.dirname, '../../../../..'));
    if (missing.length === 0) return ok('node_modules is what package-lock.json says');
    const named = missing.slice(0, NAMED_MAX).join(', ');
    const more = missing.length > NAMED_MAX ? ` and ${missing.length - NAMED_MAX} more` : '';
    return broken(`node_modules differs from package-lock.json: ${named}${more}.`, 'npm ci --ignore-scripts');
  },
};
