import { expect, it } from 'vitest';
import { readWaitingSearch } from './waiting-search.ts';

it('reads the filters of an address and leaves out what it does not know', () => {
  expect(readWaitingSearch({ cause: 'DISPUTED', endpoint: ' e ', campaign: 'c', more: 1 })).toEqual({
    cause: 'DISPUTED',
    endpoint: 'e',
    campaign: 'c',
  });
  expect(readWaitingSearch({ cause: 'disputed', endpoint: 7, campaign: '' })).toEqual({});
});
