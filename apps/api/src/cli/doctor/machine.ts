import { constants } from 'node:fs';
import { access, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { broken, type Check, note, ok, sentenceOf } from './check.ts';

/** `engines` of package.json: the first Node that runs TypeScript as it stands. */
const NODE_MIN = [22, 18] as const;
/** Platforms for which npm brings Node 24, PostgreSQL 18 and ffmpeg along. */
const FURNISHED = new Set(['linux-x64', 'linux-arm64']);

const GiB = 1024 ** 3;
const DISK_BYTES_MIN = 1 * GiB;
const DISK_BYTES_COMFORTABLE = 5 * GiB;

export const nodeVersion: Check = {
  name: 'Node',
  examine() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isEnough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
    if (isEnough) return ok(process.versions.node);
    return broken(
      `Node ${process.versions.node} is older than ${NODE_MIN.join('.')}.`,
      'nvm install 24   # or https://nodejs.org/en/download',
    );
  },
};

export const platform: Check = {
  name: 'Platform',
  examine({ config }) {
    const name = `${process.platform}-${process.arch}`;
    if (FURNISHED.has(name)) return ok(name);
    const says = `${name}: npm brings no Node 24 or no PostgreSQL 18 for it.`;
    return config.databaseUrl === null ? note(says, 'export DATABASE_URL=postgres://user:password@127.0.0.1:5432/dailies') : note(says);
  },
};

export const dataFolder: Check = {
  name: 'Data folder',
  async examine({ config: { dataDir } }) {
    const folder = await existingFolder(dataDir);
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      if (folder === dataDir) {
        const probe = path.join(dataDir, `.doctor-${process.pid}`);
        await writeFile(probe, 'written by npm run doctor');
        await rm(probe);
      }
      return ok(folder === dataDir ? dataDir : `${dataDir} (made at the first start)`);
    } catch (error) {
      return broken(`${dataDir} can not be written: ${sentenceOf(error)}.`, `sudo chown -R "$(id -un)" ${folder}`);
    }
  },
};

export const diskSpace: Check = {
  name: 'Disk space',
  async examine({ config: { dataDir } }) {
    const { bavail, bsize } = await statfs(await existingFolder(dataDir));
    const bytesFree = bavail * bsize;
    const says = `${(bytesFree / GiB).toFixed(1)} GiB free`;
    const mend = `DAILIES_DATA_DIR=/folder/on/a/larger/disk npm start   # or see what is large: du -sh ${dataDir}/*`;
    if (bytesFree < DISK_BYTES_MIN) return broken(`${says}: clips and the database need at least 1 GiB.`, mend);
    return bytesFree < DISK_BYTES_COMFORTABLE ? note(`${says}: a thousand clips take about a gigabyte.`, mend) : ok(says);
  },
};

/** The folder itself, or the nearest one above it that is there. */
async function existingFolder(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || path.dirname(folder) === folder ? folder : existingFolder(path.dirname(folder));
}
