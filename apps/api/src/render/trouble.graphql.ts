import { endpointLoader } from '../catalog/catalog.graphql.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, defineLoader } from '../graphql/context.ts';
import { CampaignRef, EndpointRef } from '../graphql/refs.ts';
import { useLoader } from './endpoint.graphql.ts';
import { holdupOf, type HoldupWords } from './holdup.rules.ts';
import {
  countQueuedAt,
  type KeyDoubtRow,
  listEndpointsOfCampaign,
  type PaidTwiceRow,
  readKeyDoubts,
  sumPaidTwice,
} from './trouble.store.ts';

const paidTwiceLoader = defineLoader((nums: readonly number[], { deps, actor }) => sumPaidTwice(deps.db, actor.workspaceId, nums));
const keyDoubtLoader = defineLoader((ids: readonly string[], { deps, actor }) => readKeyDoubts(deps.db, actor.workspaceId, ids));

const PaidTwice = builder.objectRef<PaidTwiceRow>('PaidTwice').implement({
  description: 'Second videos of a campaign’s own requests that the provider made and billed.',
  fields: (t) => ({
    count: t.exposeInt('count'),
    lossMicros: t.expose('lossMicros', { type: 'Micros', description: 'Part of what the campaign spent.' }),
  }),
});

interface HoldupRow extends HoldupWords {
  endpoint: EndpointRow;
  waiting: number;
}

const Holdup = builder.objectRef<HoldupRow>('Holdup').implement({
  description: 'An endpoint that sends nothing for now, while cells wait for it.',
  fields: (t) => ({
    endpoint: t.expose('endpoint', { type: EndpointRef }),
    waiting: t.exposeInt('waiting', { description: 'The campaign’s queued cells that render there.' }),
    because: t.exposeString('because'),
    nextStep: t.exposeString('nextStep', { description: 'What ends it.' }),
    needsPerson: t.exposeBoolean('needsPerson', { description: 'Somebody has to do something; else it goes on by itself.' }),
  }),
});

builder.objectFields(CampaignRef, (t) => ({
  paidTwice: t.field({
    type: PaidTwice,
    nullable: true,
    description: 'Null where every video that was billed is one the campaign asked for.',
    resolve: (campaign, _args, context) => paidTwiceLoader(context).load(campaign.num),
  }),
  holdups: t.field({
    type: [Holdup],
    description: 'Why queued cells of a running campaign are not sent, beyond the ordinary limits.',
    resolve: (campaign, _args, context) => (campaign.status === 'running' ? listHoldups(context, campaign.num) : []),
  }),
}));

async function listHoldups(context: Context, campaignNum: number): Promise<HoldupRow[]> {
  const { deps } = context;
  const ids = await listEndpointsOfCampaign(deps.db, campaignNum);
  const [endpoints, uses] = await Promise.all([endpointLoader(context).loadMany(ids), useLoader(context).loadMany(ids)]);
  const held = endpoints.flatMap((endpoint, place) => {
    const words = endpoint && holdupOf(endpoint, uses[place]!, deps.clock.now());
    return words ? [{ endpoint, words }] : [];
  });
  if (held.length === 0) return [];
  const waiting = await countQueuedAt(
    deps.db,
    campaignNum,
    held.map(({ endpoint }) => endpoint.id),
  );
  return held.flatMap(({ endpoint, words }) => {
    const cells = waiting.get(endpoint.id) ?? 0;
    return cells === 0 ? [] : [{ ...words, endpoint, waiting: cells }];
  });
}

const KeyDoubt = builder.objectRef<KeyDoubtRow>('KeyDoubt').implement({
  description: 'What speaks for somebody else sending with this endpoint’s key.',
  fields: (t) => ({
    disputedRenders: t.exposeInt('disputed', { description: 'Parked renders that several videos match.' }),
    unknownVideos: t.exposeInt('unknown', { description: 'Videos there that no render asked for.' }),
  }),
});

builder.objectField(EndpointRef, 'keyDoubt', (t) =>
  t.field({
    type: KeyDoubt,
    nullable: true,
    description: 'Null while nothing speaks for it.',
    resolve: (endpoint, _args, context) => keyDoubtLoader(context).load(endpoint.id),
  }),
);
