import { OPEN_RENDER_STATUSES, type RenderStatus } from '@dailies/schema';

const OPEN: ReadonlySet<string> = new Set(OPEN_RENDER_STATUSES.map((status) => status.toUpperCase()));

/** Whether a render may still cost money: what it holds is not free again. */
export function isOpen(status: Uppercase<RenderStatus>): boolean {
  return OPEN.has(status);
}
