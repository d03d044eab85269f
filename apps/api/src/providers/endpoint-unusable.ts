import { Refusal } from '../lib/refusal.ts';

/** An endpoint that nothing can be sent to until a person has looked. The message is fit for the endpoint's `paused_because`. */
export class EndpointUnusable extends Refusal {
  readonly code = 'ENDPOINT_UNUSABLE';
}
