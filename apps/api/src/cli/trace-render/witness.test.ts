import { describe, expect, it } from 'vitest';
import { compareBooks, type WitnessEntry } from './witness.ts';

const entry = (kind: WitnessEntry['kind'], costMicros = 0): WitnessEntry => ({
  atMs: 0,
  kind,
  videoId: 'video_1',
  clientRequestId: 'rnd_1',
  status: 200,
  outcome: 'accepted',
  billed: costMicros > 0,
  costMicros,
});

describe('the two books', () => {
  it.each([
    ['a paid clip', { status: 'stored', cost_micros: 400_000 }, [entry('create'), entry('start', 400_000)], true],
    ['a refused create', { status: 'failed', cost_micros: null }, [entry('create')], true],
    ['a render under way', { status: 'running', cost_micros: null }, [entry('create'), entry('start', 400_000)], true],
    ['two jobs for one render', { status: 'stored', cost_micros: 400_000 }, [entry('start', 400_000), entry('start', 400_000)], false],
    ['a job that was billed and not settled', { status: 'failed', cost_micros: null }, [entry('start', 400_000)], false],
    ['money for a job that never was', { status: 'stored', cost_micros: 400_000 }, [entry('create')], false],
  ] as const)('%s', (_case, render, entries, agrees) => expect(compareBooks(render, entries).agrees).toBe(agrees));
});
