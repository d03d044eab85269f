import { CAMPAIGN_STATUSES, PHASES, type Phase } from '@dailies/schema';
import { describe, expect, test } from 'vitest';
import { checkStep, hasEnded, mayRest, statusAfter } from './campaign.rules.ts';
import { WrongStatus } from './refusals.ts';

describe('steps of a campaign', () => {
  test.each([
    ['update', 'planned', 'draft'],
    ['plan', 'draft', 'planned'],
    ['plan', 'planned', 'planned'],
    ['launch', 'planned', 'running'],
    ['launch', 'draft', null],
    ['launch', 'running', null],
    ['pause', 'running', 'paused'],
    ['resume', 'paused', 'running'],
    ['retry', 'completed', 'running'],
    ['retry', 'paused', 'paused'],
    ['retry', 'cancelled', null],
    ['cancel', 'paused', 'cancelled'],
    ['cancel', 'completed', null],
    ['archive', 'completed', 'archived'],
    ['archive', 'running', null],
  ] as const)('%s from %s leads to %s', (step, from, to) => {
    expect(statusAfter(step, from)).toBe(to);
  });

  test('nothing leaves an archived campaign', () => {
    const steps = ['update', 'plan', 'exclude', 'launch', 'pause', 'resume', 'cancel', 'retry', 'complete', 'archive'] as const;
    for (const step of steps) expect(statusAfter(step, 'archived')).toBeNull();
  });

  test('a closed step is refused with the status and what would be needed', () => {
    expect(() => checkStep('pause', 'draft')).toThrow(
      new WrongStatus('This campaign is draft. It can be paused only while it is running.', 'draft'),
    );
  });

  test('a cancelled campaign has ended when its last render has', () => {
    expect(CAMPAIGN_STATUSES.filter((status) => hasEnded(status, 0))).toEqual(['completed', 'cancelled', 'archived']);
    expect(hasEnded('cancelled', 1)).toBe(false);
  });

  test('a campaign may rest when none of its cells waits for anything', () => {
    const waiting = PHASES.filter((phase) => {
      const counts = Object.fromEntries(PHASES.map((one) => [one, one === phase ? 1 : 0])) as Record<Phase, number>;
      return !mayRest(counts);
    });
    expect(waiting).toEqual(['planned', 'queued', 'rendering', 'finalizing', 'parked']);
  });
});
