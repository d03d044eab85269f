import type { DatabaseSync } from 'node:sqlite';

/**
 * One line of the witness. `create`: a request was received (whatever became of it). `start`: a job was accepted; `billed` says whether it
 * costs, `costMicros` how much (play money, micro-dollars). `delete`: a video was removed. Times are unix milliseconds.
 */
export type LedgerEntry = {
  seq: number;
  atMs: number;
  kind: 'create' | 'start' | 'delete';
  videoId: string | null;
  model: string | null;
  seconds: string | null;
  size: string | null;
  promptSha: string | null;
  fingerprint: string | null;
  clientRequestId: string | null;
  /** sha256 (hex) of the reference image the video began from, read from the video. */
  reference: string | null;
  requestId: string | null;
  status: number | null;
  outcome: string | null;
  billed: boolean;
  costMicros: number;
};

export type LedgerFilter = { sinceMs: number | null; promptSha: string | null; fingerprint: string | null; videoId: string | null };

export type LedgerCounts = { creates: number; started: number; billed: number; deletes: number; billedMicros: number };

export type LedgerStore = ReturnType<typeof openLedgerStore>;

const WHERE = `WHERE (:since IS NULL OR at_ms >= :since) AND (:prompt IS NULL OR prompt_sha = :prompt)
  AND (:fingerprint IS NULL OR fingerprint = :fingerprint) AND (:video IS NULL OR video_id = :video)`;

/** The append-only ledger: what this server was asked for, what it started and what it would have charged. */
export function openLedgerStore(db: DatabaseSync) {
  const append = db.prepare(`INSERT INTO ledger
    (at_ms, kind, video_id, model, seconds, size, prompt_sha, fingerprint, client_request_id, request_id, status, outcome, billed, cost_micros)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const list =
    db.prepare(`SELECT seq, (SELECT asked ->> '$.reference' FROM videos WHERE videos.id = ledger.video_id) AS reference, at_ms AS atMs, kind, video_id AS videoId, model, seconds, size, prompt_sha AS promptSha, fingerprint,
    client_request_id AS clientRequestId, request_id AS requestId, status, outcome, billed, cost_micros AS costMicros
    FROM ledger ${WHERE} ORDER BY seq`);
  const count = db.prepare(`SELECT count(*) FILTER (WHERE kind = 'create') AS creates, count(*) FILTER (WHERE kind = 'start') AS started,
    count(*) FILTER (WHERE billed = 1) AS billed, count(*) FILTER (WHERE kind = 'delete') AS deletes,
    coalesce(sum(cost_micros), 0) AS billedMicros FROM ledger ${WHERE}`);
  const named = (filter: LedgerFilter) => ({
    since: filter.sinceMs,
    prompt: filter.promptSha,
    fingerprint: filter.fingerprint,
    video: filter.videoId,
  });

  return {
    append(entry: Omit<LedgerEntry, 'seq' | 'reference'>): void {
      append.run(
        entry.atMs,
        entry.kind,
        entry.videoId,
        entry.model,
        entry.seconds,
        entry.size,
        entry.promptSha,
        entry.fingerprint,
        entry.clientRequestId,
        entry.requestId,
        entry.status,
        entry.outcome,
        entry.billed ? 1 : 0,
        entry.costMicros,
      );
    },
    list(filter: LedgerFilter): LedgerEntry[] {
      return list.all(named(filter)).map((row) => Object.assign(row, { billed: row['billed'] === 1 }) as unknown as LedgerEntry);
    },
    readCounts(filter: LedgerFilter): LedgerCounts {
      return count.get(named(filter)) as unknown as LedgerCounts;
    },
  };
}
