import { existsSync, readFileSync } from 'node:fs';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** The admin's own documents by the SHA-256 of their text, known before anybody sends them. */
export type TrustedDocuments = ReadonlyMap<string, DocumentNode>;

/**
 * Reads the manifest that the admin's build writes (hash → text). Without one there are none, and the admin sends its documents whole.
 * Documents of another release, which this schema would refuse, are left out.
 */
export function readTrustedDocuments(schema: GraphQLSchema, manifest: string): TrustedDocuments {
  if (!existsSync(manifest)) return new Map();
  const texts = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  const documents = Object.entries(texts).map(([hash, text]) => [hash, parse(text)] as const);
  return new Map(documents.filter(([, document]) => validate(schema, document).length === 0));
}

/** Lets a client send only the hash of a trusted document, and compiles those once instead of walking them every time. */
export function trustedDocumentPlugins(trusted: TrustedDocuments): (Plugin | object)[] {
  const documents = new WeakSet(trusted.values());
  return [
    usePersistedOperations({
      allowArbitraryOperations: true,
      extractPersistedOperationId: (params) => hashOfDocument(params),
      getPersistedOperation: (hash) => trusted.get(hash) ?? null,
      customErrors: {
        notFound: failed('PERSISTED_QUERY_NOT_IN_LIST', 'PersistedQueryNotFound'),
        keyNotFound: failed('QUERY_MISSING', 'Send the document as `query`, or the hash of a trusted one in `extensions.persistedQuery`.'),
      },
    }),
    useGraphQlJit({}, { enableIf: ({ document }) => documents.has(document) && !isSubscription(document) }),
  ];
}

/**
 * The hash a client sends in the place of a text: as `documentId` (`sha256:` before it or not), or in `extensions.persistedQuery`.
 * Null where it sends none.
 */
export function hashOfDocument(params: object): string | null {
  const { documentId, extensions } = params as { documentId?: unknown; extensions?: { persistedQuery?: { sha256Hash?: unknown } | null } };
  const hash = documentId ?? extensions?.persistedQuery?.sha256Hash;
  return typeof hash === 'string' ? hash.replace(/^sha256:/, '') : null;
}

function failed(code: string, message: string) {
  return { message, extensions: { code, http: { status: 400 } } };
}

/** Subscriptions with variables deliver nothing once compiled. */
function isSubscription(document: DocumentNode): boolean {
  return document.definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.SUBSCRIPTION);
}
