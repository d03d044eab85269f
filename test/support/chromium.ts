import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const INFLATE_TIMEOUT_MS = 120_000;
const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

type Executable = { executablePath: string; env: Record<string, string> };

/** Unpacks npm's Chromium with the libraries it needs; a child does it because the package unpacks into its TMPDIR only. */
const INFLATE = `
  import chromium, { inflate } from '@sparticuz/chromium';
  import path from 'node:path';
  import { fileURLToPath } from 'node:url';
  await chromium.executablePath();
  await inflate(path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', 'al2023.tar.br'));
`;

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  return (JSON.parse(readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8')) as { version: string }).version;
}

/** npm's Chromium knows fonts of its usual home only: give it Latin and Chinese ones, found wherever the folder lies. */
function writeFonts(folder: string, home: string): void {
  const chinese = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
    '..',
    'fonts',
    'NotoSansHans-Regular.otf',
  );
  copyFileSync(chinese, path.join(folder, 'fonts', path.basename(chinese)));
  const fonts = `<dir>${path.join(home, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${path.join(home, 'fonts-cache')}</cachedir>`;
  writeFileSync(
    path.join(folder, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${fonts}</fontconfig>\n`,
  );
}

/** A folder that only we could have written, unpacked once per version and moved into place when whole. */
async function inflateOnce(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `dailies-chromium-${packageVersion()}-${uid}`);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && (found.uid !== uid || (found.mode & 0o022) !== 0)) throw new Error(`${folder} belongs to somebody else: remove it.`);
  if (found) return folder;
  const half = mkdtempSync(`${folder}.half-`);
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', INFLATE], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: half },
    timeout: INFLATE_TIMEOUT_MS,
  });
  writeFonts(half, folder);
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** CHROMIUM_PATH, else the system's, else npm's (Linux on x64). */
async function findChromium(): Promise<Executable> {
  const installed = [process.env['CHROMIUM_PATH'] ?? '', ...SYSTEM_PATHS].find((file) => file !== '' && existsSync(file));
  if (installed) return { executablePath: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium found. Install Chrome or Chromium and set CHROMIUM_PATH to its program.');
  }
  const folder = await inflateOnce();
  const env = { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') };
  return { executablePath: path.join(folder, 'chromium'), env };
}

/** Launches a real headless Chromium; about 0.3 s, the first time some 5 s for unpacking. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({ executablePath, headless: true, args: ARGS, env: { ...definedEnvironment(), ...env } });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
