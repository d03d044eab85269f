import { renderFingerprint } from '@dailies/schema/fingerprint';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../providers/provider.ts';
import { matchOperations } from './match-operations.rules.ts';

const SENT_AT = new Date('2026-11-01T12:00:00Z');
const request = { model: 'sora-2', prompt: 'A red apple on a table.', seconds: 4, size: '720x1280' };
const send = { renderId: 'rnd_1', fingerprint: renderFingerprint(request), sentAt: SENT_AT };

function operation(id: string, changes: Partial<Operation> = {}): Operation {
  return { id, state: { kind: 'pending', phase: 'queued', progressPercent: null }, ...request, createdAt: SENT_AT, ...changes };
}

function match(listed: Operation[], claimed: string[] = [], disputed: string[] = []) {
  return matchOperations({ sends: [send], listed, claimed: new Set(claimed), disputed: new Set(disputed), clockSkewMs: 120_000 })[0]!;
}

describe('an ambiguous send', () => {
  it('claims the one free video that equals it', () => {
    expect(match([operation('a', { prompt: 'Another.' }), operation('b')])).toMatchObject({ kind: 'found', operation: { id: 'b' } });
  });

  it('never claims what belongs to another render', () => expect(match([operation('a')], ['a']).kind).toBe('none'));

  it('leaves alone what parked renders argue about', () => expect(match([operation('a')], [], ['a']).kind).toBe('none'));

  it('parks where two are free', () =>
    expect(match([operation('a'), operation('b')])).toEqual({ renderId: 'rnd_1', kind: 'several', ids: ['a', 'b'] }));

  it('does not take a video older than its send', () => {
    expect(match([operation('a', { createdAt: new Date(SENT_AT.getTime() - 121_000) })]).kind).toBe('none');
    expect(match([operation('a', { createdAt: new Date(SENT_AT.getTime() - 119_000) })]).kind).toBe('found');
  });

  it.each(['model', 'prompt', 'seconds', 'size'] as const)('is not matched by a list that leaves out %s', (field) => {
    expect(match([operation('a', { [field]: null })]).kind).toBe('none');
  });
});
