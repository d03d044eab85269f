import { PHASE_LOOKS } from '../../ui/phase-look.ts';
import type { ColourBy } from './board-search.ts';
import type { MatrixCell } from './matrix-cell.ts';

const AGE_MAX_MS = 60 * 60 * 1000;

/** The colour of a cell's ring, or null for none. `costs` are the lowest and the highest price of the campaign in micros. */
export function ringColour(cell: MatrixCell, by: ColourBy, costs: { low: number; high: number }, nowMs: number): string | null {
  if (by === 'status') return cell.phase === 'READY' ? PHASE_LOOKS.READY.colour : null;
  if (by === 'cost') {
    const price = cell.render?.costMicros ?? cell.priceMicros;
    return shade(costs.high === costs.low ? 0.5 : (price - costs.low) / (costs.high - costs.low));
  }
  return shade(1 - Math.min(1, Math.max(0, nowMs - Date.parse(cell.changedAt)) / AGE_MAX_MS));
}

/** From faint (0) to full (1) accent. */
function shade(strength: number): string {
  return `color-mix(in oklab, var(--color-accent-text) ${Math.round(15 + 85 * strength)}%, var(--color-line))`;
}
