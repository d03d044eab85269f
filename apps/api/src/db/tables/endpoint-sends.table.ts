/** One request that the provider may still count against the key's minute. */
export interface SendTokensTable {
  render_id: string;
  epoch: number;
  endpoint_id: string;
  counts_until: Date;
}

/** Sends of one day (UTC, `YYYY-MM-DD`), kept where a day's cap is set. */
export interface EndpointDaysTable {
  endpoint_id: string;
  day: string;
  sends: number;
}

/** How much a workspace or campaign (`who`) was served at an endpoint, in sends divided by its weight. */
export interface DispatchTurnsTable {
  endpoint_id: string;
  who: string;
  served: number;
}
