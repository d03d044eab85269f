import type { RenderStatus } from '@dailies/schema';
import type { Db } from '../db/database.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';

/** What is with a provider, or may be: only that provider can say what becomes of it. */
const WITH_PROVIDER: readonly RenderStatus[] = ['submitting', 'ambiguous', 'parked', 'running', 'succeeded'];

/** Who stood under an endpoint's id, and who takes the place. */
export interface ProviderChange {
  was: string;
  is: string;
}

/** A start names another provider while renders are with the one before, which alone can say what becomes of them and what they cost. */
export class ProviderBusy extends Error {
  readonly code = 'PROVIDER_BUSY';

  constructor(open: number, { was, is }: ProviderChange) {
    super(
      `${open} ${open === 1 ? 'render is' : 'renders are'} still with ${was}, and this start would ask ${is} for ${open === 1 ? 'it' : 'them'}. Nothing was changed. ` +
        `Start once more with the settings of ${was} until ${open === 1 ? 'it has' : 'they have'} ended or been decided, then change them; or begin beside it with another DAILIES_DATA_DIR or DATABASE_URL.`,
    );
  }
}

export function nameOfProvider({ baseUrl, isSandbox }: { baseUrl: string; isSandbox: boolean }): string {
  return isSandbox ? 'Sandbox' : new URL(baseUrl).host;
}

/** A sandbox may change its address; any other address is another provider. */
export function isSameProvider(
  one: Pick<EndpointRow, 'base_url' | 'is_sandbox'>,
  other: Pick<EndpointRow, 'base_url' | 'is_sandbox'>,
): boolean {
  return one.is_sandbox === other.is_sandbox && (one.is_sandbox || one.base_url === other.base_url);
}

/**
 * Whether a start brings another provider under an endpoint's id; null where it does not. Throws ProviderBusy while renders are with the one that
 * stands: the other knows nothing of them.
 */
export async function readProviderChange(
  db: Db,
  endpointId: string,
  said: { baseUrl: string; isSandbox: boolean },
): Promise<ProviderChange | null> {
  const stands = await db
    .selectFrom('endpoints')
    .where('id', '=', endpointId)
    .select(['name', 'base_url', 'is_sandbox'])
    .executeTakeFirst();
  if (!stands || isSameProvider(stands, { base_url: said.baseUrl, is_sandbox: said.isSandbox })) return null;
  const change = { was: stands.name, is: nameOfProvider(said) };
  const { open } = await db
    .selectFrom('renders')
    .where('endpoint_id', '=', endpointId)
    .where('status', 'in', WITH_PROVIDER)
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  if (open > 0) throw new ProviderBusy(open, change);
  return change;
}
