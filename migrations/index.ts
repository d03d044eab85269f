import type { Migration } from 'kysely/migration';
import * as identity from './0001-identity.ts';
import * as catalog from './0002-catalog.ts';
import * as library from './0003-library.ts';
import * as campaigns from './0004-campaigns.ts';
import * as renders from './0005-renders.ts';
import * as clips from './0006-clips.ts';
import * as ledgerEvents from './0007-ledger-events.ts';
import * as orphans from './0008-orphans.ts';
import * as endpointLimits from './0009-endpoint-limits.ts';
import * as durations from './0010-durations.ts';
import * as budgets from './0011-budgets.ts';
import * as entitlementsReuse from './0012-entitlements-reuse.ts';
import * as policy from './0013-policy.ts';
import * as endpointLevels from './0014-endpoint-levels.ts';
import * as lineage from './0015-lineage.ts';
import * as compiledPromptsByText from './0016-compiled-prompts-by-text.ts';
import * as confirmedAbsence from './0017-confirmed-absence.ts';
import * as readingRests from './0018-reading-rests.ts';
import * as moderation from './0019-moderation.ts';
import * as priceOfSound from './0020-price-of-sound.ts';

/** Every migration by its frozen name, in order. */
export const migrations: Record<string, Migration> = {
  '0001-identity': identity,
  '0002-catalog': catalog,
  '0003-library': library,
  '0004-campaigns': campaigns,
  '0005-renders': renders,
  '0006-clips': clips,
  '0007-ledger-events': ledgerEvents,
  '0008-orphans': orphans,
  '0009-endpoint-limits': endpointLimits,
  '0010-durations': durations,
  '0011-budgets': budgets,
  '0012-entitlements-reuse': entitlementsReuse,
  '0013-policy': policy,
  '0014-endpoint-levels': endpointLevels,
  '0015-lineage': lineage,
  '0016-compiled-prompts-by-text': compiledPromptsByText,
  '0017-confirmed-absence': confirmedAbsence,
  '0018-reading-rests': readingRests,
  '0019-moderation': moderation,
  '0020-price-of-sound': priceOfSound,
};
