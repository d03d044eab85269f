import { renderFingerprint } from '@dailies/schema/fingerprint';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../providers/provider.ts';
import { type DoubtfulSend, type Evidence, isBilled, judgeOperations, type Place } from './orphan.rules.ts';

const NOW = new Date('2026-11-01T12:00:00Z');
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const request = { model: 'sora-2', prompt: 'A red apple on a table.', seconds: 4, size: '720x1280' };
const fingerprint = renderFingerprint(request).toString('hex');

const video = (id: string, changes: Partial<Operation> = {}): Operation => ({
  id,
  state: { kind: 'succeeded', expiresAt: null },
  ...request,
  createdAt: before(600),
  ...changes,
});
const sent = (status: DoubtfulSend['status'], changes: Partial<DoubtfulSend> = {}): DoubtfulSend => ({
  renderId: 'rnd_1',
  status,
  fingerprint,
  ...request,
  sentAt: before(610),
  disputedIds: [],
  ...changes,
});
const place = (index: number, changes: Partial<Place> = {}): Place => ({
  campaignNum: 1,
  index,
  kind: 'queued',
  fingerprint,
  wasLost: false,
  notBefore: before(3_600),
  refusedIds: [],
  ...changes,
});

/** The same prompt, size and length with one picture and with another. */
const VEILED = new Map([[fingerprint, new Set(['ref_1/false', 'ref_2/false'])]]);

function judge(operations: Operation[], given: Partial<Evidence> = {}) {
  return judgeOperations({
    operations,
    sends: [],
    places: [],
    known: new Set(),
    hidden: new Map(),
    installedAt: before(7_200),
    nowMs: NOW.getTime(),
    guardMs: 180_000,
    clockSkewMs: 120_000,
    ...given,
  }).map(({ operation, ...judgement }) => ({ id: operation.id, ...judgement }));
}

describe('a listed video without a render', () => {
  it('is an orphan nobody knows', () => expect(judge([video('a')])).toEqual([{ id: 'a', kind: 'keep', as: 'unknown' }]));

  it('is a duplicate where a render of ours asked for the same', () =>
    expect(judge([video('a')], { known: new Set([fingerprint]) })).toEqual([{ id: 'a', kind: 'keep', as: 'duplicate' }]));

  it('is a stranger’s where it is older than the installation, or has no date', () => {
    expect(judge([video('a', { createdAt: before(7_400) })])).toMatchObject([{ kind: 'keep', as: 'stranger' }]);
    expect(judge([video('a', { createdAt: null })])).toMatchObject([{ kind: 'keep', as: 'stranger' }]);
  });

  it('is left alone while its answer may still be on the way', () => {
    expect(judge([video('a', { createdAt: before(179) })])).toMatchObject([{ kind: 'leave', because: 'young' }]);
    expect(judge([video('a', { createdAt: before(181) })])).toMatchObject([{ kind: 'keep' }]);
  });

  it.each(['submitting', 'ambiguous'] as const)('is left to a %s send that may have made it', (status) => {
    expect(judge([video('a')], { sends: [sent(status)] })).toMatchObject([{ kind: 'leave', because: 'in_doubt' }]);
    const rewritten = [video('a', { prompt: 'A shiny red apple.' })];
    expect(judge(rewritten, { sends: [sent(status)] })).toMatchObject([{ kind: 'leave', because: 'in_doubt' }]);
    expect(judge(rewritten, { sends: [sent(status, { sentAt: before(1_000) })] })).toMatchObject([{ kind: 'keep' }]);
  });

  it('is not that of a send made after it', () =>
    expect(judge([video('a')], { sends: [sent('ambiguous', { sentAt: before(400) })] })).toMatchObject([{ kind: 'keep' }]));
});

describe('a parked render', () => {
  it('goes on with the one video that is its own', () =>
    expect(judge([video('a')], { sends: [sent('parked')] })).toEqual([{ id: 'a', kind: 'resume', renderId: 'rnd_1' }]));

  it('asks a person when there are more videos than parked renders', () =>
    expect(judge([video('a'), video('b')], { sends: [sent('parked')] })).toMatchObject([
      { id: 'a', kind: 'dispute', renderIds: ['rnd_1'] },
      { id: 'b', kind: 'dispute', renderIds: ['rnd_1'] },
    ]));

  it('asks a person when it argues about others already', () =>
    expect(judge([video('b')], { sends: [sent('parked', { disputedIds: ['a'] })] })).toMatchObject([{ kind: 'dispute' }]));

  it('asks a person about a video of its moment and shape with another prompt', () =>
    expect(judge([video('a', { prompt: null })], { sends: [sent('parked')] })).toMatchObject([{ kind: 'dispute', renderIds: ['rnd_1'] }]));

  it('asks a person where equal requests differ in what the list does not show', () =>
    expect(judge([video('a')], { sends: [sent('parked')], hidden: VEILED })).toMatchObject([{ kind: 'dispute', renderIds: ['rnd_1'] }]));

  it('shares videos one to one with its twins', () =>
    expect(judge([video('a'), video('b')], { sends: [sent('parked'), sent('parked', { renderId: 'rnd_2' })] })).toEqual([
      { id: 'a', kind: 'resume', renderId: 'rnd_1' },
      { id: 'b', kind: 'resume', renderId: 'rnd_2' },
    ]));
});

describe('a variant that wants exactly this video', () => {
  it('takes it although another doubtful send was made in its moment: prompts are not rewritten into each other', () => {
    const other = sent('ambiguous', { fingerprint: 'another' });
    expect(judge([video('a')], { sends: [other], places: [place(7)] })).toMatchObject([{ kind: 'adopt', place: { index: 7 } }]);
    expect(judge([video('a')], { sends: [other] })).toMatchObject([{ kind: 'leave', because: 'in_doubt' }]);
  });

  it('takes it, however young it is: its row would stand if a send of ours had made it', () =>
    expect(judge([video('a', { createdAt: before(1) })], { places: [place(7)] })).toMatchObject([{ kind: 'adopt', place: { index: 7 } }]));

  it('takes one; the next goes to the next, and what is left is kept', () =>
    expect(
      judge([video('b', { createdAt: before(500) }), video('a'), video('c', { createdAt: before(400) })], { places: [place(8), place(7)] }),
    ).toMatchObject([
      { id: 'a', kind: 'adopt', place: { index: 7 } },
      { id: 'b', kind: 'adopt', place: { index: 8 } },
      { id: 'c', kind: 'keep' },
    ]));

  it('comes first when an attempt of it was lost', () =>
    expect(judge([video('a')], { places: [place(1), place(9, { wasLost: true })] })).toMatchObject([{ place: { index: 9 } }]));

  it('takes no video made before it was wanted, and none a person refused for it', () => {
    expect(judge([video('a')], { places: [place(1, { notBefore: before(400) })] })).toMatchObject([{ kind: 'keep' }]);
    expect(judge([video('a')], { places: [place(1, { refusedIds: ['a'] })] })).toMatchObject([{ kind: 'keep' }]);
  });

  it('takes none where equal requests of any campaign differ in what the list does not show', () => {
    const places = [place(1)];
    expect(judge([video('a')], { places, hidden: VEILED })).toMatchObject([{ kind: 'keep' }]);
    expect(judge([video('a')], { places, hidden: new Map([[fingerprint, new Set(['/false'])]]) })).toMatchObject([{ kind: 'adopt' }]);
  });
});

it.each([
  ['succeeded', true],
  ['expired', true],
  ['unknown', true],
  ['pending', false],
  ['failed', false],
] as const)('a video that is %s is billed: %s', (state, billed) => expect(isBilled(state)).toBe(billed));
