import { REQUEST_BODY_BYTES_MAX } from '@dailies/schema';
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import type { Context } from '../graphql/context.ts';
import { useQueryLimits } from '../graphql/limits.ts';
import { createErrorMask } from './mask-errors.ts';
import { type TrustedDocuments, trustedDocumentPlugins } from './trusted-documents.ts';

/** What is known of a request before GraphQL reads it. */
export interface RequestFacts {
  actor: Actor;
  requestId: string;
}

/** Answers events of one subscription. The default executes each subscription for itself. */
export type Subscribe = (args: ExecutionArgs) => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;

export type GraphqlServer = YogaServerInstance<RequestFacts, Context>;

export const GRAPHQL_PATH = '/graphql';
/** A request that a form of another page could send must carry one of these, which such a form can not. */
const CSRF_HEADERS = ['x-graphql-yoga-csrf', 'apollo-require-preflight'];

/**
 * GraphQL over HTTP: queries and mutations as JSON, subscriptions as server-sent events. No CORS, no multipart, no batching: nothing
 * that a foreign page could send without asking first.
 */
export function createGraphqlServer(options: {
  deps: Deps;
  schema: GraphQLSchema;
  trusted: TrustedDocuments;
  subscribe: Subscribe;
}): GraphqlServer {
  const { deps, schema, trusted } = options;
  return createYoga<RequestFacts, Context>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: ({ actor, requestId }) => ({ deps, actor, requestId }),
    cors: false,
    multipart: false,
    batching: false,
    extraParamNames: ['documentId'],
    graphiql: false,
    landingPage: false,
    logging: false,
    maxRequestBodySize: REQUEST_BODY_BYTES_MAX,
    maskedErrors: { maskError: createErrorMask(deps.log) },
    plugins: [
      useCSRFPrevention({ requestHeaders: CSRF_HEADERS }),
      useQueryLimits(),
      ...trustedDocumentPlugins(trusted),
      { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(options.subscribe) } satisfies Plugin,
    ],
  });
}
