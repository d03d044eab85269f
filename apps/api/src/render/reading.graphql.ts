import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { EndpointRef, RenderRef } from '../graphql/refs.ts';
import { listTypicalDurations } from './duration.store.ts';
import { isAnnouncing, usable } from './reading-pace.rules.ts';
import { listReadings, type ReadingRow } from './reading.store.ts';

const readingLoader = defineLoader(async (endpointIds: readonly string[], { deps }) =>
  keyBy(await listReadings(deps.db, endpointIds), 'endpoint_id'),
);
const typicalLoader = defineLoader(async (renderIds: readonly string[], { deps }) =>
  keyBy(await listTypicalDurations(deps.db, renderIds), 'renderId'),
);

const EndpointReading = builder.objectRef<ReadingRow>('EndpointReading').implement({
  description: 'How an endpoint’s running renders are watched.',
  fields: (t) => ({
    lastReadAt: t.expose('read_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last asked for all that may have ended.',
    }),
    webhooksAnnounce: t.boolean({
      description: 'Whether its webhooks tell of ends so reliably that reading may rest.',
      resolve: (row) => isAnnouncing(row.announced_share),
    }),
    announcedShare: t.exposeFloat('announced_share', {
      description: 'The share of lately finished renders that a webhook told of: 0 to 1.',
    }),
  }),
});

builder.objectFields(EndpointRef, (t) => ({
  reading: t.field({
    type: EndpointReading,
    nullable: true,
    description: 'Null while nothing was ever in flight.',
    resolve: (endpoint, _args, context) => readingLoader(context).load(endpoint.id),
  }),
}));

builder.objectFields(RenderRef, (t) => ({
  typicalSeconds: t.float({
    nullable: true,
    description: 'What renders of its model and length usually take at its endpoint, from send to end; null while too few were seen.',
    resolve: async (render, _args, context) => {
      const typical = usable((await typicalLoader(context).load(render.id)) ?? undefined);
      return typical === null ? null : typical.meanMs / 1_000;
    },
  }),
}));
