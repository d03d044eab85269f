import { expect, it } from 'vitest';
import { breachesOfControls, runControls } from '../promises/controls.ts';
import { SHORT } from './keep-promise.ts';

it('pays twice once a rule of the protocol is taken out', async () => {
  const rows = await runControls(SHORT);
  expect(rows).toHaveLength(1);
  expect(breachesOfControls(rows)).toEqual([]);
});
