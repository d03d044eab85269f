import { IDEMPOTENCY_KEY_CHARS_MAX, IDEMPOTENCY_TTL_HOURS } from '@dailies/schema';
import { hashFields } from '@dailies/schema/fingerprint';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { isPlainText } from './brief.rules.ts';
import { IdempotencyKeyReused } from './refusals.ts';

export interface IdempotentCall {
  workspaceId: string;
  mutation: string;
  key: string;
  /** What makes the request the same request, in a fixed order. */
  input: readonly unknown[];
}

/**
 * Does `work` once for a key: the key is a row of the same transaction, so that it stands exactly when the work does. The same key and input
 * get the first answer for 24 hours; while the first is in flight the second waits for its end. A refusal uses up no key.
 * Throws IdempotencyKeyReused for other input, InputInvalid for a key that is empty or too long.
 */
export async function withIdempotency<Answer extends object>(trx: Trx, call: IdempotentCall, work: () => Promise<Answer>): Promise<Answer> {
  checkKey(call.key);
  const inputHash = hashFields([JSON.stringify(call.input)]);
  const taken = await sql`
    insert into idempotency_keys as kept (workspace_id, mutation, key, input_hash)
    values (${call.workspaceId}, ${call.mutation}, ${call.key}, ${inputHash})
    on conflict (workspace_id, mutation, key) do update set input_hash = excluded.input_hash, answer = null, created_at = excluded.created_at
      where kept.created_at < dailies_now() - make_interval(hours => ${IDEMPOTENCY_TTL_HOURS})
    returning key`.execute(trx);
  if (taken.rows.length === 0) return firstAnswer<Answer>(trx, call, inputHash);
  const answer = await work();
  await trx
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify(answer) })
    .where('workspace_id', '=', call.workspaceId)
    .where('mutation', '=', call.mutation)
    .where('key', '=', call.key)
    .execute();
  return answer;
}

/** Forgets keys whose time is over. */
export async function forgetOldKeys(db: Db): Promise<void> {
  await sql`delete from idempotency_keys where created_at < dailies_now() - make_interval(hours => ${IDEMPOTENCY_TTL_HOURS})`.execute(db);
}

async function firstAnswer<Answer extends object>(trx: Trx, call: IdempotentCall, inputHash: Buffer): Promise<Answer> {
  const first = await trx
    .selectFrom('idempotency_keys')
    .select(['input_hash', 'answer'])
    .where('workspace_id', '=', call.workspaceId)
    .where('mutation', '=', call.mutation)
    .where('key', '=', call.key)
    .executeTakeFirstOrThrow();
  if (!first.input_hash.equals(inputHash)) throw new IdempotencyKeyReused();
  return first.answer as Answer;
}

function checkKey(key: string): void {
  if (key.trim() !== '' && key.length <= IDEMPOTENCY_KEY_CHARS_MAX && isPlainText(key)) return;
  throw new InputInvalid('idempotencyKey', `An idempotency key has 1 to ${IDEMPOTENCY_KEY_CHARS_MAX} characters, such as a fresh UUID.`);
}
