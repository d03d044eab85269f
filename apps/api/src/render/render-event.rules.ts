/** Whether a render's cost was booked with this event: its end at the provider, or a person who counted it as spent. */
export function isPaidStep(kind: string, decision: string | null): boolean {
  return kind === 'render.succeeded' || kind === 'render.expired' || (kind === 'render.decided' && decision === 'write_off');
}
