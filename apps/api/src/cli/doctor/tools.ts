import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromiumPath } from '../../local/chromium-path.ts';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import { broken, type Check, note, ok, sentenceOf } from './check.ts';

const RUN_WITHIN_MS = 10_000;
const SYSTEM_FFMPEG = '/usr/bin/ffmpeg';
/** A build older than this has known holes in its demuxers. */
const FFMPEG_YEAR_MIN = 2023;

export const ffmpeg: Check = {
  name: 'ffmpeg',
  async examine({ config }) {
    const which = config.ffmpegPath === null ? 'bundled' : config.ffmpegPath;
    try {
      // `-version` ends ffmpeg before it opens the input.
      const run = await runFfmpeg({
        input: 'none',
        output: ['-version'],
        timeoutMs: RUN_WITHIN_MS,
        ...(config.ffmpegPath === null ? {} : { ffmpegPath: config.ffmpegPath }),
      });
      const [, version, year] = /^ffmpeg version (\S+).*?-(\d{4}) the FFmpeg developers/.exec(run.stdout) ?? [];
      if (!run.ok || version === undefined)
        return broken(`${which} does not run: ${run.errorText || 'it said nothing'}.`, reinstall(config.ffmpegPath));
      const says = `${which}, of ${year} (${version})`;
      if (Number(year) >= FFMPEG_YEAR_MIN) return ok(says);
      return note(`${says}: fine for the sandbox; for videos of others use a current one`, getCurrent());
    } catch (error) {
      return broken(sentenceOf(error), reinstall(config.ffmpegPath));
    }
  },
};

const getCurrent = (): string =>
  existsSync(SYSTEM_FFMPEG) ? `export FFMPEG_PATH=${SYSTEM_FFMPEG}` : `sudo apt-get install ffmpeg && export FFMPEG_PATH=${SYSTEM_FFMPEG}`;

const reinstall = (named: string | null): string => (named === null ? 'npm ci --ignore-scripts && npm run setup' : 'unset FFMPEG_PATH');

export const chromium: Check = {
  name: 'Chromium',
  async examine() {
    const browser = chromiumPath();
    if (browser.kind === 'missing') return broken(`CHROMIUM_PATH names ${browser.path}, which is not there.`, 'unset CHROMIUM_PATH');
    if (browser.kind === 'none') return fromNpm();
    try {
      const { stdout } = await promisify(execFile)(browser.path, ['--version'], { timeout: RUN_WITHIN_MS });
      return ok(`${browser.path}, ${stdout.trim()} (browser tests only)`);
    } catch (error) {
      return broken(`${browser.path} does not run: ${sentenceOf(error)}.`, 'unset CHROMIUM_PATH   # or install a working one');
    }
  },
};

function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return note('none found; only browser tests need one', 'export CHROMIUM_PATH=/path/to/chrome');
  }
  const require = createRequire(path.resolve(import.meta.dirname, '../../../../../test/package.json'));
  try {
    const file = path.join(path.dirname(require.resolve('@sparticuz/chromium')), '..', 'package.json');
    const { version } = require(file) as { version: string };
    return ok(`npm's, ${version}, unpacked when first used (browser tests only)`);
  } catch {
    return broken('none found, and npm’s is not installed.', 'npm ci --ignore-scripts');
  }
}
