import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { startCampaign, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { deliver, type Forgery, type WebhookEvent } from './webhook-sender.ts';
import { inWorld, type World } from './world.ts';

/** Just outside the tolerance of the specification, five minutes both ways. */
const TOO_FAR_MS = 320_000;
const EACH = 20;

const withHeader = (name: string, value: string): Forgery => ({
  tamper: ({ body, headers }) => ({ body, headers: { ...headers, [name]: value } }),
});

const FORGERIES: Readonly<Record<string, Forgery>> = {
  'signed with another secret': { secret: `whsec_${randomBytes(24).toString('base64')}` },
  'old, replayed': { shiftMs: -TOO_FAR_MS },
  'from the future': { shiftMs: TOO_FAR_MS },
  'another body under the signature': {
    tamper: ({ body, headers }) => ({ body: body.replace('video.completed', 'video.failed'), headers }),
  },
  'another id under the signature': withHeader('webhook-id', 'evt_other'),
  'an old signature with a fresh date': {
    shiftMs: -TOO_FAR_MS,
    tamper: ({ body, headers }) => ({ body, headers: { ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) } }),
  },
  'no signature': withHeader('webhook-signature', ''),
  'a signature of another version': {
    tamper: ({ body, headers }) => ({
      body,
      headers: { ...headers, 'webhook-signature': headers['webhook-signature']!.replace('v1,', 'v2,') },
    }),
  },
};

export const proof: Proof = {
  id: 'P14',
  promise: 'A forged, old, future or re-signed webhook: 401, logged',
  run: ({ seed }) =>
    inWorld({ seed, speed: 1 }, async (world) => {
      const { broken, expect } = notes();
      const worker = await world.startWorker();
      await startCampaign(world, writePrompts(1, { seed }));
      await waitUntil(async () => (await findRunning(world)) !== null, { withinMs: 30_000 });
      await world.endWorker(worker, 'SIGTERM');
      const before = await findRunning(world);
      const event: WebhookEvent = { id: 'evt_1', type: 'video.completed', videoId: before!.operation_id };

      let refused = 0;
      for (const [what, forgery] of Object.entries(FORGERIES)) {
        const statuses = await Promise.all(Array.from({ length: EACH }, () => deliver(world, event, forgery)));
        refused += statuses.filter((status) => status === 401).length;
        expect(
          statuses.every((status) => status === 401),
          `${what}: answered ${[...new Set(statuses)].join(', ')}`,
        );
      }
      const sent = Object.keys(FORGERIES).length * EACH;
      const logged = () => world.api.readLog().split('"event":"provider_webhook.refused"').length - 1;
      await waitUntil(() => logged() >= sent, { withinMs: 5_000 });
      const after = await findRunning(world);
      expect(logged() === sent, `${logged()} of ${sent} refusals are logged`);
      expect(after?.due_at.getTime() === before!.due_at.getTime(), 'a refused webhook brought a check forward');
      expect(!world.api.readLog().includes(world.sandbox.webhookSecret), 'the log holds the secret');
      expect((await deliver(world, event)) === 204, 'the true one was refused too: it shows nothing');
      const hinted = () => findRunning(world).then((now) => now!.due_at.getTime() !== before!.due_at.getTime());
      expect(await waitUntil(hinted, { withinMs: 5_000 }), 'the true one brought no check forward: it shows nothing');
      return {
        figure: `${sent} forgeries of ${Object.keys(FORGERIES).length} kinds: ${refused} answered 401, ${logged()} logged, 0 with an effect`,
        broken,
      };
    }),
};

async function findRunning({ db }: World): Promise<{ operation_id: string; due_at: Date } | null> {
  const { rows } = await sql<{ operation_id: string; due_at: Date }>`
    select operation_id, due_at from renders where status = 'running'`.execute(db);
  return rows[0] ?? null;
}
