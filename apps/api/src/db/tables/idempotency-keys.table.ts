import type { Generated, JSONColumnType } from 'kysely';

export interface IdempotencyKeysTable {
  workspace_id: string;
  mutation: string;
  key: string;
  input_hash: Buffer;
  answer: JSONColumnType<object> | null;
  created_at: Generated<Date>;
}
