import { encodeGlobalID } from '@pothos/plugin-relay';
import { allow } from '../access/allow.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { LedgerKindEnum } from '../graphql/enums.ts';
import { CampaignRef, UserRef } from '../graphql/refs.ts';
import { userLoader } from '../identity/identity.graphql.ts';
import { type BalanceAfter, type EntryRow, listEntries, readBalancesAfter } from './entry.store.ts';

/** Entries are asked for by the campaign that has them, which was read for this actor. */
const balanceAfterLoader = defineLoader(async (ids: readonly number[], { deps }) => keyBy(await readBalancesAfter(deps.db, ids), 'id'));

const BalanceAfterRef = builder.objectRef<BalanceAfter>('LedgerBalance').implement({
  description: 'What a campaign holds and has spent, as its entries add up.',
  fields: (t) => ({
    heldMicros: t.expose('heldMicros', { type: 'Micros' }),
    settledMicros: t.expose('settledMicros', { type: 'Micros' }),
  }),
});

const LedgerEntry = builder.objectRef<EntryRow>('LedgerEntry').implement({
  description: 'One booking. It is never changed and never removed; amounts are signed changes.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What forbids booking it twice.' }),
    kind: t.expose('kind', { type: LedgerKindEnum }),
    at: t.expose('at', { type: 'DateTime' }),
    heldMicros: t.expose('held_micros', { type: 'Micros', description: 'Change of what is reserved.' }),
    spareMicros: t.expose('spare_micros', { type: 'Micros', description: 'Of that: change of what no cell speaks for.' }),
    settledMicros: t.expose('settled_micros', { type: 'Micros', description: 'Change of what is spent.' }),
    note: t.exposeString('note', { nullable: true, description: 'Why, where a person or the house explains it.' }),
    actor: t.field({
      type: UserRef,
      nullable: true,
      description: 'Who asked for it; null where work under way booked it.',
      resolve: ({ actor_id: id }, _args, context) => (id === null ? null : userLoader(context).load(id)),
    }),
    renderId: t.id({
      nullable: true,
      description: 'The id of the Render it is about.',
      resolve: ({ render_id: id }) => (id === null ? null : encodeGlobalID('Render', id)),
    }),
    variantIndex: t.exposeInt('variant_index', { nullable: true, description: 'The cell of that render.' }),
    balance: t.field({
      type: BalanceAfterRef,
      nullable: true,
      description: 'How the campaign stood once this was booked.',
      resolve: ({ id }, _args, context) => balanceAfterLoader(context).load(id),
    }),
  }),
});

builder.objectField(CampaignRef, 'ledgerEntries', (t) =>
  t.connection(
    {
      type: LedgerEntry,
      description: 'Every booking of this campaign’s money, newest first.',
      resolve: (campaign, args, { deps, actor }) => {
        allow(actor, 'budget.read');
        return readPage(args, { keysOf: (entry: EntryRow) => [entry.id], load: (page) => listEntries(deps.db, campaign.num, page) });
      },
    },
    { name: 'LedgerEntryConnection' },
    { name: 'LedgerEntryEdge' },
  ),
);
