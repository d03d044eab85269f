import type { Micros } from '@dailies/schema';
import type { RenderRow } from '../../db/tables/renders.table.ts';

/** One line of the sandbox's own ledger (apps/sandbox/README.md). Times are unix milliseconds. */
export interface WitnessEntry {
  atMs: number;
  kind: 'create' | 'start' | 'delete';
  videoId: string | null;
  clientRequestId: string | null;
  status: number | null;
  outcome: string | null;
  billed: boolean;
  costMicros: Micros;
}

const ANSWER_WITHIN_MS = 5_000;

/** What the sandbox received for this render and made of it. `controlUrl` is its control room. */
export async function readWitness(controlUrl: string, render: RenderRow): Promise<WitnessEntry[]> {
  const answer = await fetch(`${controlUrl}/ledger?fingerprint=${render.fingerprint.toString('hex')}`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { entries } = (await answer.json()) as { entries: WitnessEntry[] };
  return entries.filter(
    (entry) => entry.clientRequestId === render.id || (entry.videoId !== null && entry.videoId === render.operation_id),
  );
}

/** The local file that holds an object of the sandbox's bucket; null when it has none. */
export async function findObjectFile(controlUrl: string, bucket: string, key: string): Promise<string | null> {
  const name = key.split('/').map(encodeURIComponent).join('/');
  const answer = await fetch(`${controlUrl}/objects/${encodeURIComponent(bucket)}/${name}`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return answer.ok ? ((await answer.json()) as { path: string }).path : null;
}

/** Whether both books tell the same: one paid job at most, and the money we settled is the money that was billed. */
export function compareBooks(
  render: Pick<RenderRow, 'status' | 'cost_micros'>,
  entries: readonly WitnessEntry[],
): { agrees: boolean; because: string } {
  const starts = entries.filter(({ kind }) => kind === 'start');
  const billedMicros = starts.reduce((sum, { costMicros }) => sum + costMicros, 0);
  if (starts.length > 1) return { agrees: false, because: `${starts.length} jobs were started for one render` };
  if (render.cost_micros === null && ['intended', 'submitting', 'ambiguous', 'parked', 'running'].includes(render.status)) {
    return { agrees: true, because: 'it has not ended yet' };
  }
  const costMicros = render.cost_micros ?? 0;
  if (costMicros !== billedMicros) return { agrees: false, because: `we settled ${costMicros} micros and ${billedMicros} were billed` };
  return {
    agrees: true,
    because: starts.length === 0 ? 'nothing was started, nothing was billed' : 'one job, and the same money in both books',
  };
}
