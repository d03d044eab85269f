import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import { previewChoice } from './preview.rules.ts';

const price = { second_micros: 100_000, audio_second_micros: null, source: 'list', checked_on: '2026-01-01' };
const model = (id: string, wish: Partial<Parameters<typeof previewChoice>[0][number]> = {}) => ({
  id,
  endpoint_id: 'here',
  tier: 'standard' as const,
  retires_on: null,
  sizes: ['1080x1920', '720x1280', '1280x720'].map((size) => ({ size, price, next: null })),
  seconds: [12, 4, 8],
  ...wish,
});
const wanted = { modelIds: ['pro'], sizes: ['1024x1792', '1920x1080'] };
const TODAY = '2026-11-22';

describe('a preview', () => {
  test('takes the shortest length, and the smallest frame of each orientation', () => {
    expect(previewChoice([model('pro', { tier: 'pro' }), model('std')], wanted, TODAY)).toEqual({
      modelIds: ['std'],
      sizes: ['720x1280', '1280x720'],
      seconds: [4],
    });
  });

  test('stays at the campaign’s own endpoint where it can', () => {
    const models = [model('elsewhere', { endpoint_id: 'there' }), model('std'), model('pro', { tier: 'pro' })];
    expect(previewChoice(models, wanted, TODAY).modelIds).toEqual(['std']);
    expect(previewChoice(models.slice(0, 1), wanted, TODAY).modelIds).toEqual(['elsewhere']);
  });

  test('keeps the pixels of the reference image, on a model that renders them', () => {
    const picture = { name: 'Bottle', width: 1080, height: 1920 };
    const small = model('small', { sizes: [{ size: '720x1280', price, next: null }] });
    const choice = previewChoice([small, model('std')], { modelIds: ['pro'], sizes: ['1080x1920'] }, TODAY, picture);
    expect(choice).toEqual({ modelIds: ['std'], sizes: ['1080x1920'], seconds: [4] });
  });

  test('is refused where no standard model renders the reference image’s pixels', () => {
    const picture = { name: 'Bottle', width: 1024, height: 1792 };
    const refuse = () => previewChoice([model('std')], wanted, TODAY, picture);
    expect(refuse).toThrow(
      expect.objectContaining({ field: 'referenceId', message: expect.stringContaining('“Bottle” has 1024x1792 pixels') }),
    );
  });

  test.each([
    ['pro', [model('a', { tier: 'pro' })]],
    ['retired today', [model('a', { retires_on: TODAY })]],
    ['without a price', [model('a', { sizes: [{ size: '720x1280', price: null, next: null }] })]],
  ])('is refused where every model is %s', (_what, models) => {
    expect(() => previewChoice(models, wanted, TODAY)).toThrow(InputInvalid);
  });
});
