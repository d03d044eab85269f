import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WEBSOCKET_PAYLOAD_BYTES_MAX } from '@dailies/schema';
import { type DocumentNode, type ExecutionArgs, getOperationAST, GraphQLError, OperationTypeNode } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { NotSignedIn } from '../access/authenticate.ts';
import { isSharedReader, pushToSocket } from '../graphql/push-to-socket.ts';
import { createSharedSubscriptions } from '../graphql/shared-subscriptions.ts';
import type { GraphqlServer, RequestFacts, Subscribe } from './graphql-server.ts';
import { hashOfDocument, type TrustedDocuments } from './trusted-documents.ts';

const SOCKETS_MAX = 5_000;
const SUBSCRIPTIONS_PER_SOCKET_MAX = 100;
const SUBSCRIPTIONS_MAX = 20_000;
const INIT_WITHIN_MS = 5_000;
const PING_EVERY_MS = 15_000;
const GOODBYE_WITHIN_MS = 1_000;

export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * Subscriptions by the graphql-transport-ws protocol, and nothing else: queries and mutations belong to HTTP, whose guards stand there.
 * Each socket is judged at its upgrade. A bad operation is answered by itself and leaves the socket and its other subscriptions alone.
 * Identical subscriptions are run once and put into words once; see createSharedSubscriptions.
 */
export function createWebSockets(options: {
  graphql: GraphqlServer;
  trusted: TrustedDocuments;
  /** Who calls, or why nobody may. */
  authenticate: (request: IncomingMessage) => Promise<RequestFacts | NotSignedIn>;
}): WebSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: WEBSOCKET_PAYLOAD_BYTES_MAX });
  const callers = new WeakMap<IncomingMessage, RequestFacts>();
  const runs = new WeakMap<ExecutionArgs, Subscribe>();
  const shared = createSharedSubscriptions();
  let running = 0;

  const server = useServer<Record<string, unknown>, Partial<Extra>>(
    {
      isProd: true,
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      subscribe: (args) => {
        const run = runs.get(args);
        runs.delete(args);
        return run ? shared.subscribe(args, run) : { errors: [refuse('NOT_PREPARED', 'This operation was not checked.')] };
      },
      onSubscribe: async (socket, _id, payload) => {
        const facts = callers.get(socket.extra.request);
        if (!facts) return [refuse('NOT_SIGNED_IN', 'This connection is not known. Connect again.')];
        if (Object.keys(socket.subscriptions).length > SUBSCRIPTIONS_PER_SOCKET_MAX || running >= SUBSCRIPTIONS_MAX) {
          return [refuse('TOO_MANY_SUBSCRIPTIONS', 'Too many subscriptions are running. End some, then subscribe again.')];
        }
        const prepared = prepare(options.graphql, options.trusted, facts, payload);
        if ('errors' in prepared) return prepared.errors;
        const args = { ...prepared.args, contextValue: await prepared.context() };
        runs.set(args, prepared.subscribe);
        return args;
      },
      onOperation: ({ extra }, id, _payload, _args, result) => {
        running += 1;
        if (isSharedReader(result)) pushToSocket(result, extra, id);
      },
      onComplete: () => {
        running -= 1;
      },
    },
    sockets,
    PING_EVERY_MS,
  );

  return {
    upgrade: async (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const caller = await options.authenticate(request);
      if (caller instanceof Error) return refuseUpgrade(socket, 401, caller.message);
      if (sockets.clients.size >= SOCKETS_MAX) return refuseUpgrade(socket, 503, 'Too many connections are open. Try again in a while.');
      callers.set(request, caller);
      sockets.handleUpgrade(request, socket, head, (opened) => {
        sockets.emit('connection', opened, request);
        // A client that breaks the protocol has been told so by the close code; it shall not write into our log.
        opened.removeAllListeners('error').on('error', () => undefined);
      });
    },
    close: async () => {
      const cut = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), GOODBYE_WITHIN_MS);
      await server.dispose();
      clearTimeout(cut);
    },
  };
}

type Prepared = { args: ExecutionArgs; context: () => Promise<unknown>; subscribe: Subscribe } | { errors: GraphQLError[] };

/** Parses and checks one subscription as HTTP would; its cost is judged, and its errors are masked, where it is run. */
function prepare(graphql: GraphqlServer, trusted: TrustedDocuments, facts: RequestFacts, payload: SubscribePayload): Prepared {
  const { schema, parse, validate, contextFactory, subscribe } = graphql.getEnveloped({ ...facts, params: payload });
  try {
    const document: DocumentNode = trusted.get(hashOfDocument(payload) ?? '') ?? parse(payload.query);
    const errors: readonly GraphQLError[] = validate(schema, document);
    if (errors.length > 0) return { errors: [...errors] };
    if (getOperationAST(document, payload.operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
      return { errors: [refuse('SUBSCRIPTIONS_ONLY', 'Only subscriptions run over WebSocket. Send this by HTTP to the same address.')] };
    }
    const args = { schema, document, operationName: payload.operationName ?? null, variableValues: payload.variables ?? null };
    return { args, context: async () => await contextFactory(), subscribe };
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : refuse('QUERY_INVALID', 'Send a GraphQL document as text in `query`.')] };
  }
}

function refuse(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function refuseUpgrade(socket: Duplex, status: 401 | 503, message: string): void {
  const reason = status === 401 ? 'Unauthorized' : 'Service Unavailable';
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'connection: close',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(message)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${message}`);
}
