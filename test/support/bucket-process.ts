/** A bucket server in a process of its own, for tests that kill it: `node bucket-process.ts DATA_DIR EMAIL PUBLIC_KEY_PEM`; prints its URL. */
import { startBucket } from '../../apps/sandbox/src/bucket/start-bucket.ts';

const [dataDir = '', clientEmail = '', publicKeyPem = ''] = process.argv.slice(2);
const server = await startBucket({ port: 0, dataDir, clientEmail, publicKeyPem });
console.log(server.url);
