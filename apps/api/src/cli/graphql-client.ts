import { createClient } from 'graphql-ws';

/** The API said no: a refusal of the schema with its code, or a failed request. */
export class ApiRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** A plain GraphQL client for the command line: requests over HTTP, subscriptions over WebSocket. */
export interface GraphqlClient {
  request<Data>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** A mutation with one root field: its payload, or ApiRefused when it answers a refusal. */
  mutate<Payload>(document: string, input: Record<string, unknown>): Promise<Payload>;
  subscribe<Data>(document: string, variables: Record<string, unknown>): AsyncIterable<Data>;
  close(): Promise<void>;
}

export function createGraphqlClient(apiUrl: string): GraphqlClient {
  const socket = createClient({ url: apiUrl.replace(/^http/, 'ws'), lazy: true, retryAttempts: 10, shouldRetry: () => true });
  const request = async <Data>(document: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const response = await fetch(apiUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    const answer = (await response.json()) as Answer;
    const [error] = answer.errors ?? [];
    if (error || !answer.data)
      throw new ApiRefused(error?.extensions?.code ?? 'REQUEST_FAILED', error?.message ?? `HTTP ${response.status}`);
    return answer.data as Data;
  };
  return {
    request,
    mutate: async <Payload>(document: string, input: Record<string, unknown>) => {
      const [payload] = Object.values(await request<Record<string, { code?: string; message?: string }>>(document, { input }));
      if (payload?.code !== undefined) throw new ApiRefused(payload.code, payload.message ?? payload.code);
      return payload as Payload;
    },
    subscribe: async function* <Data>(document: string, variables: Record<string, unknown>) {
      for await (const result of socket.iterate({ query: document, variables })) {
        const [error] = result.errors ?? [];
        if (error) throw new ApiRefused('SUBSCRIPTION_FAILED', error.message);
        yield result.data as Data;
      }
    },
    close: async () => {
      await socket.dispose();
    },
  };
}
