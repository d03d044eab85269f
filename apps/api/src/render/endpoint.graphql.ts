import { allow, mayDo, NotAllowed } from '../access/allow.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { EndpointStatusEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { EndpointRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { capsOf, holdbackWords, nextDayUtc, sendRoom } from './endpoint-limits.rules.ts';
import { type EndpointUseRow, listEndpoints, listEndpointUses, listWaiting } from './endpoint-use.store.ts';
import { pauseEndpoint, resumeEndpoint, setEndpointLimits } from './operate-endpoint.ts';

export const useLoader = defineLoader(async (ids: readonly string[], { deps }) => keyBy(await listEndpointUses(deps.db, ids), 'id'));
const waitingLoader = defineLoader(
  async (ids: readonly string[], { deps, actor }) => new Map(await listWaiting(deps.db, actor.workspaceId, ids)),
);

const EndpointLimits = builder.objectRef<EndpointRow>('EndpointLimits').implement({
  description: 'What an endpoint’s key allows. It holds for all workers together.',
  fields: (t) => ({
    requestsPerMinute: t.exposeInt('requests_per_minute', { nullable: true, description: 'In any 60 seconds; null is no limit.' }),
    inFlight: t.exposeInt('in_flight_max', { description: 'Renders with the provider at once.' }),
    requestsPerDay: t.exposeInt('day_max', { nullable: true, description: 'From 00:00 to 24:00 UTC; null is no limit.' }),
    finalsFirst: t.exposeBoolean('finals_first', { description: 'Whether previews wait for finals.' }),
  }),
});

const EndpointUseRef = builder.objectRef<EndpointUseRow>('EndpointUse').implement({
  description: 'What is used of an endpoint now, by everybody. For those who operate it.',
  fields: (t) => ({
    lastMinute: t.exposeInt('lastMinute', {
      description: 'Requests the provider may still count against its minute; counted where a limit is set.',
    }),
    inFlight: t.exposeInt('inFlight'),
    today: t.exposeInt('today', { description: 'Requests since 00:00 UTC; counted where a cap is set.' }),
    dayResetsAt: t.field({ type: 'DateTime', resolve: (_use, _args, { deps }) => nextDayUtc(deps.clock.now()) }),
    inFlightNow: t.int({ description: 'Places allowed now: fewer than the limit after trouble.', resolve: (use) => capsOf(use).places }),
    requestsPerMinuteNow: t.int({ nullable: true, description: 'The same of the minute.', resolve: (use) => capsOf(use).aMinute }),
    sharePercent: t.int({
      description: 'The part of both limits in use: halved when the provider throttles or fails, grown back with every accepted request.',
      resolve: (use) => Math.round(use.sendingShare * 100),
    }),
    heldBackBecause: t.string({
      nullable: true,
      description: 'Why nothing more is sent at this moment; null while something may be.',
      resolve: (use, _args, { deps }) => holdbackWords(use, sendRoom(use).because, deps.clock.now()),
    }),
  }),
});

builder.objectFields(EndpointRef, (t) => ({
  status: t.expose('status', { type: EndpointStatusEnum }),
  backoffUntil: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'The provider asked the whole key to wait until then; null once it has passed.',
    resolve: (endpoint, _args, { deps }) =>
      endpoint.backoff_until && endpoint.backoff_until > deps.clock.now() ? endpoint.backoff_until : null,
  }),
  readBackAt: t.expose('read_back_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When a process last read the provider’s list before its first send.',
  }),
  readBackWaits: t.exposeString('read_back_waits', {
    nullable: true,
    description: 'Why nothing is sent until the list was read; null while nothing waits.',
  }),
  limits: t.field({ type: EndpointLimits, resolve: (endpoint) => endpoint }),
  waiting: t.int({
    description: 'Queued cells of your workspace’s running campaigns that render here.',
    resolve: async (endpoint, _args, context) => (await waitingLoader(context).load(endpoint.id)) ?? 0,
  }),
  use: t.field({
    type: EndpointUseRef,
    nullable: true,
    description: 'Null for those who do not operate endpoints.',
    resolve: (endpoint, _args, context) => (mayDo(context.actor.role, 'endpoint.operate') ? useLoader(context).load(endpoint.id) : null),
  }),
}));

builder.queryField('endpoints', (t) =>
  t.field({
    type: [EndpointRef],
    description: 'Every provider’s address, by name.',
    resolve: (_root, _args, { deps, actor }) => {
      allow(actor, 'campaign.read');
      return listEndpoints(deps.db);
    },
  }),
);

function successOf(name: string) {
  return builder
    .objectRef<{ endpoint: EndpointRow }>(`${name}Success`)
    .implement({ fields: (t) => ({ endpoint: t.expose('endpoint', { type: EndpointRef }) }) });
}

builder.mutationFields((t) => ({
  pauseEndpoint: t.fieldWithInput({
    type: successOf('PauseEndpoint'),
    description: 'Sends nothing more there, for every workspace. What is with the provider goes on and is billed.',
    input: { endpointId: t.input.id({ required: true }), reason: t.input.string({ required: true }) },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      endpoint: await pauseEndpoint(deps, actor, { ...input, endpointId: getLocalId('Endpoint', input.endpointId) }),
    }),
  }),
  resumeEndpoint: t.fieldWithInput({
    type: successOf('ResumeEndpoint'),
    description: 'Tries it with one request; the rest follows when the provider takes it.',
    input: { endpointId: t.input.id({ required: true }) },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      endpoint: await resumeEndpoint(deps, actor, { endpointId: getLocalId('Endpoint', input.endpointId) }),
    }),
  }),
  setEndpointLimits: t.fieldWithInput({
    type: successOf('SetEndpointLimits'),
    description: 'What the key allows, from the next request on. Left out: as it is; null: no limit.',
    input: {
      endpointId: t.input.id({ required: true }),
      requestsPerMinute: t.input.int(),
      inFlight: t.input.int(),
      requestsPerDay: t.input.int(),
      finalsFirst: t.input.boolean(),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      endpoint: await setEndpointLimits(deps, actor, { ...input, endpointId: getLocalId('Endpoint', input.endpointId) }),
    }),
  }),
}));
