import { expect, test } from 'vitest';
import { remedyOf } from './failure-remedy.ts';

test.each([
  ['render_timeout', true, 'retry'],
  ['moderation_blocked', false, 'edit_prompts'],
  ['prompt_refused', false, 'edit_prompts'],
  ['reference_lost', false, 'edit_prompts'],
  ['model_gone', false, 'change_model'],
  ['request_invalid', false, 'change_model'],
] as const)('%s (retryable: %s) is met by %s', (code, retryable, remedy) => {
  expect(remedyOf({ code, retryable })).toBe(remedy);
});
