import { expect, test } from 'vitest';
import { globalIdOf } from './find-by-id.ts';

const campaign = 'cmp_01jd2v5k8mz3q4r5s6t7v8w9x0';

test.each([
  [campaign, btoa(`Campaign:${campaign}`)],
  [`  ${campaign}\n`, btoa(`Campaign:${campaign}`)],
  [`${campaign}.17`, btoa(`Variant:${campaign}.17`)],
  [campaign.replace('cmp', 'rnd'), btoa(`Render:${campaign.replace('cmp', 'rnd')}`)],
  [campaign.replace('cmp', 'clp'), btoa(`Clip:${campaign.replace('cmp', 'clp')}`)],
  [btoa(`Clip:${campaign}`), btoa(`Clip:${campaign}`)],
  [btoa('User:usr_1'), null],
  ['Spring launch', null],
  ['春季发布', null],
  ['', null],
])('%s', (pasted, globalId) => {
  expect(globalIdOf(pasted)).toBe(globalId);
});
