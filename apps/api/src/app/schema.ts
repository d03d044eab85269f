import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';
import '../campaign/campaign.graphql.ts';
import '../campaign/variant.graphql.ts';
import '../catalog/catalog.graphql.ts';
import '../clip/clip.graphql.ts';
import { builder } from '../graphql/builder.ts';
import '../graphql/refusals.ts';
import '../graphql/scalars.ts';
import '../identity/identity.graphql.ts';
import '../library/library.graphql.ts';
import '../render/render.graphql.ts';

/** Every room's part of the API as one schema, in the order of names, so that its print changes only when the contract does. */
export function buildSchema(): GraphQLSchema {
  return lexicographicSortSchema(builder.toSchema());
}
