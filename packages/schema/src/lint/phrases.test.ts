import { describe, expect, test } from 'vitest';
import { findRejections, lintPrompt } from './lint-prompt.ts';

const codesOf = (text: string) => findRejections(text).map(({ code }) => code);

describe('names in small letters are found whatever the other sentences look like', () => {
  test.each([
    ['obama waves from a balcony', 'real_person'],
    ['barbie waves', 'copyrighted_work'],
    ['a can of coke on ice', 'brand_logo'],
    ['elsa builds an ice palace', 'copyrighted_work'],
    ['drake raps on a stage', 'real_person'],
  ])('%s', (text, code) => {
    expect(codesOf(text)).toEqual([code]);
    expect(codesOf(`${text}. Warm film grain.`)).toEqual([code]);
    expect(codesOf(`Slow pan.\n${text}`)).toEqual([code]);
  });
});

describe('an everyday word is no brand and no title', () => {
  test.each([
    'Apple orchard at dawn',
    'Windows of a bakery glow',
    'Champion swimmer dives in',
    'Coach and team huddle',
    'Shell on wet sand',
    'Jaguar walks along a river',
    'Puma leaps over a log',
    'Dove flies off a roof',
    'Zoom out slowly as a boat appears',
    'Delta of a river on a distant planet',
    'Dune filmed at dusk, sand drifts',
    'Dodge the ball on a red carpet',
    'Galaxy swirls like chocolate in space',
    'Cats sit on a windowsill while a musical box plays',
    'Sprite made of light dances round a candle',
    'Friends laugh in a living room apartment',
    'Queen of the dance floor spins to the music',
    'Eagles soar over the song of the wind',
    'Canon fires, camera shakes',
    'Mars rover crosses a chocolate-brown plain',
    'Amazon river at dawn, delivery of supplies by canoe',
    'Camel caravan, riders pack their bags',
    'Patagonia peaks at dawn, a hiker in a red jacket',
  ])('%s', (text) => {
    expect(codesOf(text)).toEqual([]);
    expect(codesOf(`${text}. Slow pan. No text, no logos.`)).toEqual([]);
    expect(codesOf(`${text}, no logos, no store, no car`)).toEqual([]);
  });
});

describe('beside a word that settles it, it is one', () => {
  test.each([
    ['An Apple laptop glows', 'brand_logo'],
    ['A Shell petrol station at night', 'brand_logo'],
    ['A Puma hoodie on a hanger', 'brand_logo'],
    ['Sand blows like in the film Dune, sandworms rise', 'copyrighted_work'],
    ['Queen, the rock band, plays', 'real_person'],
    ['A Mars candy bar melts', 'brand_logo'],
    ['An Amazon parcel drops', 'brand_logo'],
  ])('%s', (text, code) => {
    expect(codesOf(text)).toContain(code);
  });
});

test('a Chinese name is found wherever it is asked for', () => {
  const text = '皮卡丘跑，皮卡丘跳';
  expect(lintPrompt(text).map(({ span }) => span.start)).toEqual([0, 5]);
  expect(codesOf('no 皮卡丘. 皮卡丘跳')).toEqual(['copyrighted_work']);
});
