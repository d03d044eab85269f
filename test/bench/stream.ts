import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchRow } from './bench-row.ts';
import type { StreamCost } from './stream.child.ts';

const CHILD = path.join(import.meta.dirname, 'stream.child.ts');
const ROUNDS = 5;
const PARALLEL = 16;
const MEGABYTES = 20;
const CPU_RATIO_GOAL = 1.6;
const RSS_GOAL_MB = 130;
const LOOP_P99_GOAL_MS = 40;
/** Memory one long download may take beyond as many bytes in short ones and still be called flat: a collector's breath, not a share of the file. */
const FLAT_GOAL_MB = 30;

/** Downloads with both checksums against `http.get` piped into a file. Server and client are processes of their own; rounds alternate. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dailies-bench-'));
  const server = spawn(process.execPath, [CHILD, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    const run = async (way: string, parallel: number, megabytes: number, times = 1): Promise<StreamCost> => {
      const sizes = [parallel, megabytes, times].map(String);
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, way, url, folder, ...sizes]);
      return JSON.parse(stdout) as StreamCost;
    };
    const floor: StreamCost[] = [];
    const ours: StreamCost[] = [];
    const growthOverShort: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      floor.push(await run('plain', PARALLEL, MEGABYTES));
      ours.push(await run('hashed', PARALLEL, MEGABYTES));
      const short = await run('hashed', 1, 5, 100);
      growthOverShort.push((await run('hashed', 1, 500)).rssGrowthMb - short.rssGrowthMb);
    }
    const floorCpu = median(floor.map((cost) => cost.cpuMsPerMb));
    const what = `${PARALLEL} downloads of ${MEGABYTES} MB`;
    const ratios = ours.map((cost, round) => cost.cpuMsPerMb / floor[round]!.cpuMsPerMb);
    return [
      row(
        `${what}: processor time per MB, ratio to the plain pipe`,
        ratios,
        CPU_RATIO_GOAL,
        '',
        `the pipe takes ${floorCpu.toFixed(2)} ms a MB`,
      ),
      row(
        `${what}: growth of resident memory`,
        ours.map((cost) => cost.rssGrowthMb),
        RSS_GOAL_MB,
        ' MB',
      ),
      row(
        `${what}: event loop delay p99`,
        ours.map((cost) => cost.loopP99Ms),
        LOOP_P99_GOAL_MS,
        ' ms',
      ),
      row('one file of 500 MB against 100 files of 5 MB: resident memory more', growthOverShort, FLAT_GOAL_MB, ' MB'),
    ];
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, samples: number[], goal: number, unit: string, note?: string): BenchRow {
  const ratio = median(samples);
  const spread = { samples: samples.length, min: Math.min(...samples), max: Math.max(...samples) };
  return { row: name, ratio, goal: `≤ ${goal}${unit}`, meets: ratio <= goal, ...spread, ...(note && { note }) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
