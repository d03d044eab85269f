import { renderFingerprint } from '@dailies/schema/fingerprint';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../providers/provider.ts';
import { isAskedFor, matchOperations } from './match-operations.rules.ts';

const SENT_AT = new Date('2026-11-01T12:00:00Z');
const request = { model: 'sora-2', prompt: 'A red apple on a table.', seconds: 4, size: '720x1280' };
const send = { renderId: 'rnd_1', fingerprint: renderFingerprint(request).toString('hex'), ...request, sentAt: SENT_AT };

function operation(id: string, changes: Partial<Operation> = {}): Operation {
  return { id, state: { kind: 'pending', phase: 'queued', progressPercent: null }, ...request, createdAt: SENT_AT, ...changes };
}

interface Given {
  claimed?: string[];
  disputed?: string[];
  parked?: (typeof send)[];
  rivals?: (typeof send)[];
  others?: (typeof send)[];
  echoesPrompt?: boolean;
}

function match(listed: Operation[], given: Given = {}) {
  return matchOperations({
    sends: [send, ...(given.others ?? [])],
    rivals: given.rivals ?? [],
    listed,
    claimed: new Set(given.claimed),
    disputed: new Set(given.disputed),
    parkedFingerprints: new Set(given.parked?.map(({ fingerprint }) => fingerprint)),
    echoesPrompt: given.echoesPrompt ?? true,
    clockSkewMs: 120_000,
    guardMs: 180_000,
  })[0]!;
}

const at = (ms: number) => new Date(SENT_AT.getTime() + ms);

describe('an ambiguous send', () => {
  it('claims the one free video that equals it', () => {
    expect(match([operation('a', { prompt: 'Another.' }), operation('b')])).toMatchObject({ kind: 'found', operation: { id: 'b' } });
  });

  it('never claims what belongs to another render', () => expect(match([operation('a')], { claimed: ['a'] }).kind).toBe('none'));

  it('leaves alone what parked renders argue about', () => expect(match([operation('a')], { disputed: ['a'] }).kind).toBe('none'));

  it('parks where two are free', () =>
    expect(match([operation('a'), operation('b')])).toEqual({ renderId: 'rnd_1', kind: 'several', ids: ['a', 'b'] }));

  it('does not take a video older than its send', () => {
    expect(match([operation('a', { createdAt: at(-121_000) })]).kind).toBe('none');
    expect(match([operation('a', { createdAt: at(-119_000) })]).kind).toBe('found');
  });
});

describe('a video of the same moment and shape with another prompt', () => {
  const rewritten = operation('a', { prompt: 'A shiny red apple.', createdAt: at(1_000) });
  const sibling = { ...send, renderId: 'rnd_2', fingerprint: renderFingerprint({ ...request, prompt: rewritten.prompt! }).toString('hex') };

  it('keeps the send from being made again', () => expect(match([rewritten])).toEqual({ renderId: 'rnd_1', kind: 'suspects', ids: ['a'] }));

  it('keeps it from being made again while a parked render suspects it too, and is nobody’s to take', () => {
    expect(match([rewritten], { disputed: ['a'] })).toEqual({ renderId: 'rnd_1', kind: 'suspects', ids: ['a'] });
    expect(match([{ ...rewritten, prompt: null }], { disputed: ['a'], echoesPrompt: false }).kind).toBe('several');
  });

  it('is no suspect where it equals what a parked render asked for', () => {
    expect(match([rewritten], { disputed: ['a'], parked: [sibling] }).kind).toBe('none');
  });

  it('keeps it also where the provider’s clock is ahead', () => {
    const ahead = { ...rewritten, createdAt: at(600_000) };
    expect(match([ahead]).kind).toBe('none');
    expect(match([{ ...ahead, earliestAt: at(1_000) }]).kind).toBe('suspects');
  });

  it.each([
    ['made long before', { createdAt: at(-121_000) }],
    ['made long after', { createdAt: at(181_000) }],
    ['of another size', { size: '1280x720' }],
    ['of another model', { model: 'sora-2-pro' }],
    ['of another length', { seconds: 8 }],
    ['without a date', { createdAt: null }],
  ])('is no suspect when it was %s', (_words, changes) => expect(match([{ ...rewritten, ...changes }]).kind).toBe('none'));

  it('is no suspect when another send asked for exactly it', () => {
    expect(match([rewritten], { others: [sibling] }).kind).toBe('none');
    expect(match([rewritten], { rivals: [sibling] }).kind).toBe('none');
  });
});

describe('a list without prompts', () => {
  const silent = operation('a', { prompt: null, createdAt: at(1_000) });
  const other = { ...send, renderId: 'rnd_2', fingerprint: 'another' };

  it('shows the send’s video when it can be nobody else’s', () =>
    expect(match([silent], { echoesPrompt: false })).toMatchObject({ kind: 'found', operation: { id: 'a' } }));

  it('parks where another send may have made it', () => {
    expect(match([silent], { echoesPrompt: false, others: [other] }).kind).toBe('several');
    expect(match([silent], { echoesPrompt: false, rivals: [other] }).kind).toBe('several');
  });

  it('parks where two may be its own', () =>
    expect(match([silent, { ...silent, id: 'b' }], { echoesPrompt: false })).toMatchObject({ kind: 'several', ids: ['a', 'b'] }));
});

describe('a video that a person names', () => {
  it.each([
    [{}, true],
    [{ prompt: 'Another.' }, false],
    [{ size: '1280x720' }, false],
    [{ size: null, seconds: null, model: null }, true],
    [{ prompt: null }, true],
    [{ prompt: null, seconds: 8 }, false],
    [{ prompt: null, model: 'sora-2-pro' }, false],
  ])('which tells %o is of the request: %s', (told, expected) => expect(isAskedFor(send, operation('a', told))).toBe(expected));
});
