import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { createClient as createSocket } from 'graphql-ws';
import { Client, fetchExchange, subscriptionExchange, type Exchange } from 'urql';
import { possibleTypes } from '../gql/possible-types.ts';
import { connection } from '../ui/connection.ts';
import { trustedExchange, trustedFetch } from './trusted-fetch.ts';

const KEEP_ALIVE_MS = 10_000;
const PONG_WAIT_MS = 5_000;
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8_000;

const url = new URL('/graphql', window.location.href);
const socketUrl = new URL(url);
socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

let pongTimer: ReturnType<typeof setTimeout> | undefined;

/** One socket for all subscriptions: opened when first needed, kept alive, reopened for ever with back-off. */
const socket = createSocket({
  url: socketUrl.href,
  keepAlive: KEEP_ALIVE_MS,
  lazyCloseTimeout: 1_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => {
    const waitMs = Math.min(RETRY_MS_MIN * 2 ** retries, RETRY_MS_MAX);
    return new Promise((resolve) => setTimeout(resolve, waitMs * (0.75 + Math.random() / 2)));
  },
  on: {
    connected: () => connection.opened(),
    closed: (event) => {
      const lost = !(event instanceof CloseEvent) || event.code !== 1000;
      if (lost) connection.lost(Date.now());
      else connection.closed();
    },
    ping: (received) => {
      if (!received) pongTimer = setTimeout(() => socket.terminate(), PONG_WAIT_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(pongTimer);
    },
  },
});

const liveExchange = subscriptionExchange({
  forwardSubscription: (request) => ({
    subscribe: (sink) => ({
      unsubscribe: socket.subscribe(
        { query: request.query ?? '', variables: request.variables ?? {} },
        {
          next: ({ data = null, ...rest }) => sink.next({ data, ...rest } as Parameters<typeof sink.next>[0]),
          error: (error) => sink.error(error),
          complete: () => sink.complete(),
        },
      ),
    }),
  }),
});

/** A list that a mutation shortens is asked for again, wherever it is shown. */
function forget(cache: Cache, field: string): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    if (fieldName === field) cache.invalidate('Query', fieldName, args);
  }
}

/** The normalised cache: news of a campaign changes every row and header that shows it. Objects without an id belong to their parent. */
const normalisedCache = cacheExchange({
  globalIDs: true,
  possibleTypes,
  logger: (level, message) => {
    if (!message.startsWith('Invalid key')) console[level](message);
  },
  updates: {
    Mutation: {
      decideParkedRender: (_answer, _args, cache) => forget(cache, 'parkedRenders'),
      decideParkedRenders: (_answer, _args, cache) => forget(cache, 'parkedRenders'),
      deleteOrphan: (_answer, _args, cache) => forget(cache, 'orphans'),
    },
  },
  resolvers: { Query: { campaigns: relayPagination(), references: relayPagination() } },
});

function clientOf(exchanges: Exchange[]): Client {
  return new Client({
    url: url.href,
    fetch: trustedFetch,
    exchanges: [trustedExchange, ...exchanges, fetchExchange, liveExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { 'x-graphql-yoga-csrf': 'dailies-admin' } },
  });
}

/** For pages. */
export const client = clientOf([normalisedCache]);

/** Without a cache: the matrix keeps its own cells, up to a hundred thousand. */
export const cellClient = clientOf([]);
