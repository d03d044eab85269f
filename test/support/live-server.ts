import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { createGraphqlServer } from '../../apps/api/src/app/graphql-server.ts';
import { createWebSockets } from '../../apps/api/src/app/websocket.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { createSharedSubscriptions } from '../../apps/api/src/graphql/shared-subscriptions.ts';
import { subscribeAfresh } from '../../apps/api/src/graphql/subscribe.ts';

export interface LiveServer {
  httpUrl: string;
  wsUrl: string;
  close(): Promise<void>;
}

/** The API's GraphQL over HTTP and WebSocket for any schema; `x-role` and `x-workspace` say who calls. */
export async function startLiveServer(schema: GraphQLSchema, deps: Deps): Promise<LiveServer> {
  const shared = createSharedSubscriptions();
  const trusted = new Map();
  const graphql = createGraphqlServer({ deps, schema, trusted, subscribe: (args) => shared.subscribe(args, subscribeAfresh) });
  const facts = (headers: NodeJS.Dict<string | string[]>) => {
    const actor = { workspaceId: headers['x-workspace'] ?? 'wsp_1', role: headers['x-role'] ?? 'admin', userId: 'usr_1' } as Actor;
    return { actor, requestId: 'req_1' };
  };
  const webSockets = createWebSockets({ graphql, trusted, authenticate: async ({ headers }) => facts(headers) });
  const server = createServer((request, response) => void graphql(request, response, facts(request.headers)));
  server.on('upgrade', (request, socket, head) => void webSockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    httpUrl: `http://127.0.0.1:${port}/graphql`,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    async close() {
      await webSockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
