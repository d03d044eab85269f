import { expect, test } from 'vitest';
import { layOutCaption, wrapText } from './caption.ts';

test('words stay whole, Han breaks anywhere, a word too long is cut', () => {
  expect(wrapText('one two three four', 6)).toEqual(['one two', 'three', 'four']);
  expect(wrapText('一二三四五六七', 3)).toEqual(['一二三', '四五六', '七']);
  expect(wrapText('mixed 文字 here', 5)).toEqual(['mixed 文', '字 here']);
  expect(wrapText('abcdefghijklmnop', 4)).toEqual(['abcdef', 'ghijkl', 'mnop']);
  expect(wrapText('   ', 4)).toEqual([]);
});

test('Chinese is drawn with a Chinese font, and user text is never part of a filter', () => {
  const picture = { width: 720, height: 1280 };
  const [chinese] = layOutCaption({ title: '夜市', id: 'video_1' }, picture).lines;
  const [latin] = layOutCaption({ title: "x':drawbox=,;[a]", id: 'video_1' }, picture).lines;
  expect(chinese?.filter('/t')).toContain('NotoSansHans');
  expect(latin?.filter('/t')).toContain('DejaVuSans');
  expect(latin?.filter('/t')).toContain('expansion=none');
  expect(latin?.filter('/t')).not.toContain('drawbox');
  expect(latin?.filter("/it's, here")).toContain(String.raw`/it\\\'s\, here`);
});
