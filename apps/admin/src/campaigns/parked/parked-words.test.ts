import { expect, it } from 'vitest';
import { causeSentence, sumChosen, type ChosenRender } from './parked-words.ts';

const spring = { id: 'a', name: 'Spring', takesRenders: true };
const autumn = { id: 'b', name: 'Autumn', takesRenders: false };
const render = (id: string, micros: number, campaign: ChosenRender['campaign'], disputed = 0): ChosenRender => ({
  id,
  micros,
  disputed,
  campaign,
});

it('adds up what a decision about many would do, the dearest campaign first', () => {
  expect(sumChosen([render('1', 400_000, spring), render('2', 1_200_000, autumn, 2), render('3', 400_000, spring, 1)])).toEqual({
    count: 3,
    micros: 2_000_000,
    disputed: 2,
    stuck: 1,
    campaigns: [
      { id: 'b', name: 'Autumn', count: 1, micros: 1_200_000 },
      { id: 'a', name: 'Spring', count: 2, micros: 800_000 },
    ],
  });
  expect(sumChosen([])).toEqual({ count: 0, micros: 0, disputed: 0, stuck: 0, campaigns: [] });
});

it('says why a render waits', () => {
  expect(causeSentence('DISPUTED', 1)).toBe('1 video at the provider may be this one.');
  expect(causeSentence('DISPUTED', 3)).toBe('3 videos at the provider may be this one.');
  expect(causeSentence('UNSEEN', 0)).toContain('list never showed it');
  expect(causeSentence('NO_LIST', 0)).toContain('has no list');
});
