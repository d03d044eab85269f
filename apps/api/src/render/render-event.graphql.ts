import type { ParkedDecision } from '@dailies/schema';
import type { EventRow } from '../db/tables/events.table.ts';
import { builder } from '../graphql/builder.ts';
import { defineLoader } from '../graphql/context.ts';
import { ParkedDecisionEnum } from '../graphql/enums.ts';
import { RenderRef, UserRef } from '../graphql/refs.ts';
import { userLoader } from '../identity/identity.graphql.ts';
import { renderLoader } from './render.graphql.ts';
import { listEventsOfRenders } from './render-page.store.ts';
import { isPaidStep } from './render-event.rules.ts';

const eventsOfRenderLoader = defineLoader(async (renderIds: readonly string[], { deps, actor }) =>
  Map.groupBy(await listEventsOfRenders(deps.db, actor.workspaceId, renderIds), (event) => event.subject),
);

/** A fact as it was recorded, where it is a text. */
function textOf({ facts }: EventRow, key: string): string | null {
  const fact = facts[key];
  return typeof fact === 'string' && fact !== '' ? fact : null;
}

const RenderEvent = builder.objectRef<EventRow>('RenderEvent').implement({
  description: 'One step in the life of a render.',
  fields: (t) => ({
    seq: t.exposeFloat('seq', { nullable: true, description: 'Its place in the event log; null for a moment after it happened.' }),
    kind: t.exposeString('kind'),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.field({
      type: UserRef,
      nullable: true,
      description: 'The person who did it; null for what happened by itself.',
      resolve: ({ actor_id: actorId }, _args, context) => (actorId === null ? null : userLoader(context).load(actorId)),
    }),
    decision: t.field({
      type: ParkedDecisionEnum,
      nullable: true,
      description: 'What the person decided.',
      resolve: (event) => textOf(event, 'decision') as ParkedDecision | null,
    }),
    note: t.string({
      nullable: true,
      description: 'Why the person decided so; else the provider’s word that nobody knows.',
      resolve: (event) => textOf(event, 'note') ?? textOf(event, 'word'),
    }),
    code: t.string({ nullable: true, description: 'Of the failure it ended in.', resolve: (event) => textOf(event, 'code') }),
    operationId: t.string({
      nullable: true,
      description: 'The provider’s video it was taken for.',
      resolve: (event) => textOf(event, 'operationId'),
    }),
    costMicros: t.field({
      type: 'Micros',
      nullable: true,
      description: 'What was booked as spent with it.',
      resolve: async (event, _args, context) =>
        isPaidStep(event.kind, textOf(event, 'decision')) ? ((await renderLoader(context).load(event.subject))?.cost_micros ?? null) : null,
    }),
    facts: t.string({ description: 'What else was recorded, as JSON.', resolve: (event) => JSON.stringify(event.facts) }),
  }),
});

builder.objectField(RenderRef, 'events', (t) =>
  t.field({
    type: [RenderEvent],
    resolve: async (render, _args, context) => (await eventsOfRenderLoader(context).load(render.id)) ?? [],
  }),
);
