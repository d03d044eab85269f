import { existsSync } from 'node:fs';

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Where a browser for the browser tests is. `missing`: CHROMIUM_PATH names one that is not there. `none`: npm's must serve. */
export type ChromiumPath = { kind: 'found' | 'missing'; path: string } | { kind: 'none' };

/** The browser that CHROMIUM_PATH names, else the system's. */
export function chromiumPath(): ChromiumPath {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { kind: existsSync(named) ? 'found' : 'missing', path: named };
  const found = SYSTEM_PATHS.find((file) => existsSync(file));
  return found === undefined ? { kind: 'none' } : { kind: 'found', path: found };
}
