import type { Db } from '../db/database.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Timing } from '../lib/timing.ts';
import { EndpointUnusable } from './endpoint-unusable.ts';
import type { Capabilities, Provider, ProviderRegistry } from './provider.ts';
import { capabilitiesOf, createVideosWire } from './videos-wire/videos-wire.ts';

export interface RegistryTools {
  db: Db;
  /** The value of a secret by the name an endpoint row gives it; undefined where it is not set. */
  readSecret: (name: string) => string | undefined;
  clock: Clock;
  timing: Timing;
  log: Log;
}

interface Kept {
  provider: Provider;
  /** Everything the provider was made of, so that a changed row or a rotated key makes a new one. */
  madeOf: string;
  readAtMs: number;
}

/** An edited row or a rotated key is noticed after this. */
const ROW_FRESH_MS = 3_000;

/** Providers made from endpoint rows and the environment's secrets, kept while both stay the same. */
export function createProviderRegistry(tools: RegistryTools): ProviderRegistry {
  const { db, readSecret, clock, timing, log } = tools;
  const kept = new Map<string, Kept>();

  return {
    async get(endpointId) {
      const held = kept.get(endpointId);
      const readAtMs = clock.monotonicMs();
      if (held && readAtMs - held.readAtMs < ROW_FRESH_MS) return held.provider;

      const row = await db.selectFrom('endpoints').selectAll().where('id', '=', endpointId).executeTakeFirst();
      if (!row)
        throw new EndpointUnusable(`There is no provider endpoint “${endpointId}”. Add it to the catalogue, or choose another one.`);
      const apiKey = readKey(row, readSecret);
      const madeOf = JSON.stringify([row.base_url, row.dialect, row.capabilities, apiKey]);
      if (held?.madeOf === madeOf) {
        held.readAtMs = readAtMs;
        return held.provider;
      }
      checkBaseUrl(row);
      const capabilities = readCapabilities(row.capabilities);
      const provider = createVideosWire({ baseUrl: row.base_url, apiKey, dialect: row.dialect, capabilities, timing, clock });
      kept.set(endpointId, { provider, madeOf, readAtMs });
      log.info({ event: 'provider.opened', endpointId, dialect: row.dialect });
      return provider;
    },
  };
}

/** An empty secret stands for a server that asks for no key. */
function readKey(row: EndpointRow, readSecret: RegistryTools['readSecret']): string {
  const apiKey = readSecret(row.secret_name);
  if (apiKey === undefined) {
    throw new EndpointUnusable(
      `The key of “${row.name}” is missing: nothing is sent to it. Set ${row.secret_name} in the environment and start again.`,
    );
  }
  if (/[^\x21-\x7e]/.test(apiKey)) {
    throw new EndpointUnusable(
      `The key of “${row.name}” holds a space, a line break or another character no key has. Copy it again into ${row.secret_name}.`,
    );
  }
  return apiKey;
}

function checkBaseUrl(row: EndpointRow): void {
  const url = URL.parse(row.base_url);
  const isSound = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  if (!isSound) {
    throw new EndpointUnusable(
      `The address of “${row.name}” can not be used: it must begin with https:// or http:// and hold no password. Correct the endpoint.`,
    );
  }
}

/** What the endpoint of this row can do, whether or not it can be used now. */
export function capabilitiesOfRow({ dialect, capabilities }: Pick<EndpointRow, 'dialect' | 'capabilities'>): Capabilities {
  return capabilitiesOf(dialect, readCapabilities(capabilities));
}

const CAPABILITIES = [
  'lists',
  'listEchoesPrompt',
  'listIsAuthoritative',
  'removesWhileRunning',
  'removes',
  'switchesAudio',
  'takesReference',
  'honoursIdempotencyKey',
  'echoesRequestId',
] as const satisfies (keyof Capabilities)[];

/** The probed capabilities a row carries; anything else in it is not for us. */
function readCapabilities(probed: Record<string, unknown>): Partial<Capabilities> {
  return Object.fromEntries(CAPABILITIES.map((name) => [name, probed[name]]).filter(([, value]) => typeof value === 'boolean'));
}
