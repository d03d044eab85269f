import { type GraphQLSchema, printSchema } from 'graphql';
import '../campaign/campaign.graphql.ts';
import '../campaign/campaign-costs.graphql.ts';
import '../campaign/money.graphql.ts';
import '../campaign/mutations.graphql.ts';
import '../campaign/plan.graphql.ts';
import '../campaign/plan-outlook.graphql.ts';
import '../campaign/replan/replan.graphql.ts';
import '../campaign/subscriptions.graphql.ts';
import '../campaign/mutations.graphql.ts';
import '../campaign/plan.graphql.ts';
import '../campaign/subscriptions.graphql.ts';
import '../campaign/variant.graphql.ts';
import '../catalog/catalog.graphql.ts';
import '../catalog/model.graphql.ts';
import '../catalog/price.graphql.ts';
import '../catalog/retirement.graphql.ts';
import '../clip/clip.graphql.ts';
import { builder } from '../graphql/builder.ts';
import '../graphql/refusals.ts';
import '../graphql/scalars.ts';
import '../identity/identity.graphql.ts';
import '../ledger/budget.graphql.ts';
import '../ledger/ledger.graphql.ts';
import '../library/library.graphql.ts';
import '../library/reference.graphql.ts';
import '../lineage/lineage.graphql.ts';
import '../lineage/prompt-history.graphql.ts';
import '../policy/entitlement.graphql.ts';
import '../policy/lint.graphql.ts';
import '../render/orphan.graphql.ts';
import '../render/parked.graphql.ts';
import '../render/parked-page.graphql.ts';
import '../render/render-event.graphql.ts';
import '../render/trouble.graphql.ts';
import '../render/endpoint.graphql.ts';
import '../render/reading.graphql.ts';
import '../render/render.graphql.ts';
import '../render/retry.graphql.ts';
import '../render/reuse.graphql.ts';

let built: GraphQLSchema | null = null;

/** Every room's part of the API as one schema, built once a process. */
export function buildSchema(): GraphQLSchema {
  return (built ??= builder.toSchema({ sortSchema: true }));
}

/** The contract as text, sorted by name: it changes only when the contract does. */
export function printContract(): string {
  return `${printSchema(buildSchema())}\n`;
}
