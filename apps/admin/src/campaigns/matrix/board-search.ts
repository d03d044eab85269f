import type { PhaseWord } from '../../ui/phase-look.ts';
import { PHASE_ORDER } from '../../ui/phase-look.ts';
import { AXIS_NAMES, type AxisName } from './board.ts';

export const COLOURS = ['status', 'cost', 'age'] as const;
export type ColourBy = (typeof COLOURS)[number];

export const ZOOM_MIN = 50;
export const ZOOM_MAX = 200;
export const ZOOM_STEP = 25;

/** What the address of a matrix says: how it is laid out, what is filtered, which cell is meant. */
export interface BoardSearch {
  rows?: AxisName;
  cols?: AxisName;
  sub?: AxisName;
  colour?: ColourBy;
  /** Percent. */
  zoom?: number;
  phase?: PhaseWord[];
  code?: string;
  cell?: number;
  inspector?: boolean;
}

/** Reads an address; what is not understood is left out, so that an old link still opens. */
export function readBoardSearch(raw: Record<string, unknown>): BoardSearch {
  const axis = (name: string) => AXIS_NAMES.find((each) => each === raw[name]);
  const [rows, cols, sub] = [axis('rows'), axis('cols'), axis('sub')];
  const colour = COLOURS.find((each) => each === raw['colour']);
  const zoom = clampZoom(Number(raw['zoom'] ?? Number.NaN));
  const asked: unknown[] = Array.isArray(raw['phase']) ? raw['phase'] : [raw['phase']];
  const phase = PHASE_ORDER.filter((word) => asked.includes(word));
  const cell = raw['cell'];
  return {
    ...(rows && { rows }),
    ...(cols && { cols }),
    ...(sub && { sub }),
    ...(colour && colour !== 'status' && { colour }),
    ...(zoom !== null && zoom !== 100 && { zoom }),
    ...(phase.length > 0 && { phase }),
    ...(typeof raw['code'] === 'string' && raw['code'] !== '' && { code: raw['code'] }),
    ...(typeof cell === 'number' && Number.isSafeInteger(cell) && cell >= 0 && { cell }),
    ...(typeof raw['inspector'] === 'boolean' && { inspector: raw['inspector'] }),
  };
}

function clampZoom(percent: number): number | null {
  return Number.isFinite(percent) ? Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, Math.round(percent))) : null;
}
