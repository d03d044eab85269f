import { expect, test } from 'vitest';
import { checkCreate } from './check-create.rules.ts';
import { DIALECTS } from './dialects/dialects.ts';
import { Refused } from './wire-error.ts';

const codeOf = (fields: Record<string, unknown>, dialect: keyof typeof DIALECTS = 'openai'): string | null => {
  try {
    checkCreate(DIALECTS[dialect], fields);
    return 'accepted';
  } catch (error) {
    return error instanceof Refused ? `${error.wire.param}: ${error.wire.code}` : 'bug';
  }
};

test('defaults are those of the published file', () => {
  expect(checkCreate(DIALECTS.openai, { prompt: 'x' })).toEqual({ prompt: 'x', model: 'sora-2', seconds: 4, size: '720x1280' });
});

test.each([
  [{}, 'prompt: missing_required_parameter'],
  [{ prompt: 7 }, 'prompt: invalid_type'],
  [{ prompt: '' }, 'prompt: empty_string'],
  [{ prompt: '🎬'.repeat(32_000) }, 'accepted'],
  [{ prompt: 'x'.repeat(32_001) }, 'prompt: string_above_max_length'],
  [{ prompt: 'a\0b' }, 'prompt: invalid_value'],
  [{ prompt: 'a\ud800b' }, 'prompt: invalid_value'],
  [{ prompt: 'x', model: 'sora-3' }, 'model: invalid_value'],
  [{ prompt: 'x', model: 'sora-2-pro', size: '1920x1080' }, 'accepted'],
  [{ prompt: 'x', model: 'sora-2', size: '1920x1080' }, 'size: invalid_value'],
  [{ prompt: 'x', seconds: '20' }, 'accepted'],
  [{ prompt: 'x', seconds: '6' }, 'seconds: invalid_value'],
  [{ prompt: 'x', seconds: 8 }, 'seconds: invalid_type'],
])('openai %#', (fields, code) => {
  expect(codeOf(fields)).toBe(code);
});

test.each([
  [{ prompt: 'x', model: 'any/model', seconds: '7', size: '832x480' }, 'accepted'],
  [{ prompt: 'x', seconds: '0' }, 'seconds: invalid_value'],
  [{ prompt: 'x', seconds: '-4' }, 'seconds: invalid_value'],
  [{ prompt: 'x', size: '9999x9999' }, 'size: invalid_value'],
  [{ prompt: 'x', size: '100by100' }, 'size: invalid_value'],
])('an open server %#', (fields, code) => {
  expect(codeOf(fields, 'vllm-omni')).toBe(code);
});
