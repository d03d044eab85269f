import type { Migration } from 'kysely/migration';
import * as identity from './0001-identity.ts';
import * as catalog from './0002-catalog.ts';
import * as library from './0003-library.ts';
import * as campaigns from './0004-campaigns.ts';
import * as renders from './0005-renders.ts';
import * as clips from './0006-clips.ts';
import * as ledgerEvents from './0007-ledger-events.ts';

/** Every migration by its frozen name, in order. */
export const migrations: Record<string, Migration> = {
  '0001-identity': identity,
  '0002-catalog': catalog,
  '0003-library': library,
  '0004-campaigns': campaigns,
  '0005-renders': renders,
  '0006-clips': clips,
  '0007-ledger-events': ledgerEvents,
};
