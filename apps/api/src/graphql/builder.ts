import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ValidationPlugin from '@pothos/plugin-validation';
import WithInputPlugin from '@pothos/plugin-with-input';
import { InputInvalid } from '../lib/refusal.ts';
import type { Context } from './context.ts';
import { namesNode, readGlobalId } from './global-id.ts';

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Date: { Input: string; Output: string };
    Micros: { Input: number; Output: number };
  };
}

const capitalised = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/**
 * The one schema builder. Every output is non-null unless it says otherwise. A mutation field `launchCampaign` takes `LaunchCampaignInput`
 * and answers the union `LaunchCampaignResult` of its own success object and the refusals it lists in `errors.types`.
 */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, WithInputPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodesOnConnection: true,
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
    decodeGlobalID: readGlobalId,
    nodeQueryOptions: {
      description: 'Anything by its id; null for what is not in your workspace.',
      resolve: (_root, { id }, _context, _info, resolveNode) => (namesNode(id) ? resolveNode(id) : null),
    },
    nodesQueryOptions: {
      description: 'Many things by their ids, in the order asked; null for each that is not in your workspace.',
      resolve: async (_root, { ids }, _context, _info, resolveNodes) => {
        const found = await resolveNodes(ids.filter(namesNode));
        return ids.map((id) => (namesNode(id) ? found.shift() : null));
      },
    },
  },
  errors: {
    directResult: true,
    unsafelyHandleInputErrors: true,
    defaultUnionOptions: { name: ({ fieldName }) => `${capitalised(fieldName)}Result` },
  },
  withInput: { typeOptions: { name: ({ fieldName }) => `${capitalised(fieldName)}Input` } },
  validation: {
    validationError: (failure) => {
      const issue = failure.issues[0];
      const path = (issue?.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).filter((step) => step !== 'input');
      return new InputInvalid(path.join('.'), issue?.message ?? 'A value of the input can not be used.');
    },
  },
});

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
