import { expect, test } from 'vitest';
import { applyTag, TAG_PLACE, tagFor } from './id-tag.ts';

test('the tag takes its place exactly, however the file is cut into chunks', () => {
  const file = Buffer.from(`${'a'.repeat(50)}${TAG_PLACE}${'b'.repeat(50)}`);
  const tag = { at: 50, bytes: tagFor('abc123') };
  expect(tag.bytes).toHaveLength(TAG_PLACE.length);
  const whole = applyTag(Buffer.from(file), 0, tag);
  expect(whole.toString()).toContain('dailies-sandbox-video:abc123 ');
  for (const size of [1, 7, 50, 51, 64, 500]) {
    const pieces: Buffer[] = [];
    for (let from = 0; from < file.length; from += size) pieces.push(applyTag(Buffer.from(file.subarray(from, from + size)), from, tag));
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  }
});
