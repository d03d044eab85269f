import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { downloadOutput } from '../../apps/api/src/providers/safe-download.ts';
import { createVideosWire } from '../../apps/api/src/providers/videos-wire/videos-wire.ts';

/** What one process used to fetch some files: the whole process is measured, so each measurement has one of its own. */
export interface StreamCost {
  cpuMsPerMb: number;
  rssGrowthMb: number;
  loopP99Ms: number;
}

const MB = 1_000_000;
type Fetch = (baseUrl: string, megabytes: number, file: string) => Promise<void>;

/** The floor: nothing but bytes from a socket into a file. */
const plain: Fetch = async (baseUrl, megabytes, file) => {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${baseUrl}/videos/${megabytes}/content`, resolve).on('error', reject);
  });
  await pipeline(response, createWriteStream(file));
};

/** The product's way: the Videos-wire client, length checked, sha256 and crc32c on the way. */
const hashed: Fetch = async (baseUrl, megabytes, file) => {
  const provider = createVideosWire({ baseUrl, apiKey: '', dialect: 'openai', timing: productionTiming, clock: systemClock });
  const outcome = await downloadOutput({ provider, operationId: String(megabytes), path: file, bytesMax: 1_000 * MB });
  if (outcome.kind !== 'downloaded' || outcome.bytes !== megabytes * MB) throw new Error(`the download ended as ${outcome.kind}`);
};

/** `parallel` lanes, each fetching `times` files of `megabytes` one after another. */
async function measure(
  fetch: Fetch,
  { baseUrl, folder, parallel, megabytes, times }: { baseUrl: string; folder: string; parallel: number; megabytes: number; times: number },
): Promise<StreamCost> {
  const fetchOne = async (n: number, size: number): Promise<void> => {
    const file = path.join(folder, `${process.pid}-${n}`);
    await fetch(baseUrl, size, file);
    await rm(file);
  };
  await fetchOne(0, 1);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const rssBefore = process.memoryUsage.rss();
  let rssMost = rssBefore;
  const watch = setInterval(() => (rssMost = Math.max(rssMost, process.memoryUsage.rss())), 20);
  delay.enable();
  const before = process.cpuUsage();
  const lane = async (n: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await fetchOne(n, megabytes);
  };
  await Promise.all(Array.from({ length: parallel }, (_, n) => lane(n)));
  const used = process.cpuUsage(before);
  delay.disable();
  clearInterval(watch);
  return {
    cpuMsPerMb: (used.user + used.system) / 1000 / (parallel * megabytes * times),
    rssGrowthMb: (rssMost - rssBefore) / MB,
    loopP99Ms: delay.percentile(99) / MB,
  };
}

/** Serves `/videos/{megabytes}/content`: that many megabytes, with backpressure. */
function serve(): void {
  const block = Buffer.alloc(MB / 4, 'video');
  const server = http.createServer((request, response) => {
    const bytes = Number(request.url!.split('/')[2]) * MB;
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes });
    let sent = 0;
    const more = (): void => {
      while (sent < bytes) {
        sent += block.length;
        if (!response.write(block)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  });
}

const [way, baseUrl = '', folder = '', ...sizes] = process.argv.slice(2);
if (way === 'serve') serve();
else {
  const [parallel = 1, megabytes = 1, times = 1] = sizes.map(Number);
  const cost = await measure(way === 'plain' ? plain : hashed, { baseUrl, folder, parallel, megabytes, times });
  process.stdout.write(`${JSON.stringify(cost)}\n`);
}
