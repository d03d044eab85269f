import { gcsErrors } from './gcs-error.ts';

/** What a request demands of the live object; generation 0 stands for "there is none". */
export type Preconditions = {
  generationMatch?: number;
  generationNotMatch?: number;
  metagenerationMatch?: number;
  metagenerationNotMatch?: number;
};

/** The part of an object or bucket that preconditions speak about. */
export type Versioned = { generation: number; metageneration: number };

/** Reads `ifGenerationMatch` and its siblings; `prefix` `ifSource` reads `ifSourceGenerationMatch` and so on. Throws 400 on a non-number. */
export function readPreconditions(query: URLSearchParams, prefix: 'if' | 'ifSource' = 'if'): Preconditions {
  return {
    ...optional('generationMatch', readCount(query, `${prefix}GenerationMatch`)),
    ...optional('generationNotMatch', readCount(query, `${prefix}GenerationNotMatch`)),
    ...optional('metagenerationMatch', readCount(query, `${prefix}MetagenerationMatch`)),
    ...optional('metagenerationNotMatch', readCount(query, `${prefix}MetagenerationNotMatch`)),
  };
}

/** A whole number of the query, or undefined where it is absent or empty. */
export function readCount(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw gcsErrors.invalid(`Invalid value for ${key}: ${text}`);
  return value;
}

/** `met`, or how it failed: a write answers 412 for both, a read answers 304 for `same`. */
export function judge(wanted: Preconditions, live: Versioned | null): 'met' | 'differs' | 'same' {
  const generation = live?.generation ?? 0;
  const metageneration = live?.metageneration;
  if (wanted.generationMatch !== undefined && wanted.generationMatch !== generation) return 'differs';
  if (wanted.metagenerationMatch !== undefined && wanted.metagenerationMatch !== metageneration) return 'differs';
  if (wanted.generationNotMatch !== undefined && wanted.generationNotMatch === generation) return 'same';
  if (wanted.metagenerationNotMatch !== undefined && wanted.metagenerationNotMatch === metageneration) return 'same';
  return 'met';
}

/** Throws 412 unless a write may go on. */
export function demandForWrite(wanted: Preconditions, live: Versioned | null): void {
  if (judge(wanted, live) !== 'met') throw gcsErrors.conditionNotMet();
}

/** Throws 412 or 304 unless a read may go on. */
export function demandForRead(wanted: Preconditions, live: Versioned): void {
  const verdict = judge(wanted, live);
  if (verdict === 'differs') throw gcsErrors.conditionNotMet();
  if (verdict === 'same') throw gcsErrors.notModified();
}

function optional<K extends string>(key: K, value: number | undefined): { [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: number });
}
