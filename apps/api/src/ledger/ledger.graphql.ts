import { encodeGlobalID } from '@pothos/plugin-relay';
import { allow } from '../access/allow.ts';
import type { LedgerEntryRow } from '../db/tables/ledger-entries.table.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { LedgerKindEnum } from '../graphql/enums.ts';
import { CampaignRef, UserRef } from '../graphql/refs.ts';
import { userLoader } from '../identity/identity.graphql.ts';
import { listEntries } from './entry.store.ts';

const LedgerEntry = builder.objectRef<LedgerEntryRow>('LedgerEntry').implement({
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
  }),
});

builder.objectField(CampaignRef, 'ledgerEntries', (t) =>
  t.connection(
    {
      type: LedgerEntry,
      description: 'Every booking of this campaign’s money, newest first.',
      resolve: (campaign, args, { deps, actor }) => {
        allow(actor, 'budget.read');
        return readPage(args, { keysOf: (entry: LedgerEntryRow) => [entry.id], load: (page) => listEntries(deps.db, campaign.num, page) });
      },
    },
    { name: 'LedgerEntryConnection' },
    { name: 'LedgerEntryEdge' },
  ),
);
