import { describe, expect, test } from 'vitest';
import { readPromptCsv } from './prompt-csv.ts';
import { readPromptJsonl } from './prompt-jsonl.ts';
import type { PromptRowRead } from './prompt-rows.ts';
import { decodeUtf8, textSourceOf } from './prompt-text.ts';
import { ImportRefused } from './refusals.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(rows: AsyncIterable<PromptRowRead>): Promise<PromptRowRead[]> {
  return Array.fromAsync(rows);
}

const csv = (text: string, hasTemplate = false) => readAll(readPromptCsv(textSourceOf(text), hasTemplate));
const jsonl = (text: string) => readAll(readPromptJsonl(textSourceOf(text)));
const csvBytes = (bytes: Buffer, size = 7) => readAll(readPromptCsv(decodeUtf8(inChunks(bytes, size)), false));

async function refusalOf(reading: Promise<unknown>): Promise<ImportRefused> {
  const error = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ImportRefused);
  return error as ImportRefused;
}

describe('CSV', () => {
  test('the prompt becomes the scene, the key is taken, other columns are variables', async () => {
    expect(await csv('key,Language,prompt\nk1,en,"A cup, ""red""\nand round"\n\n,zh,红色的杯子\n')).toEqual([
      { row: 2, key: 'k1', slots: { scene: 'A cup, "red"\nand round' }, variables: { Language: 'en' } },
      { row: 4, key: null, slots: { scene: '红色的杯子' }, variables: { Language: 'zh' } },
    ]);
  });

  test('a byte order mark, CRLF, semicolons and tabs are understood', async () => {
    expect(await csvBytes(Buffer.from('\uFEFFprompt;x\r\na cup;1\r\n'))).toEqual([
      { row: 2, key: null, slots: { scene: 'a cup' }, variables: { x: '1' } },
    ]);
    expect(await csv('prompt\tx\nlast, without end\t2')).toMatchObject([{ slots: { scene: 'last, without end' }, variables: { x: '2' } }]);
  });

  test('characters cut by chunk ends stay whole', async () => {
    const bytes = Buffer.from(`prompt\n${'红杯😀'.repeat(20)}\n`);
    for (const size of [1, 2, 3, 5]) expect((await csvBytes(bytes, size))[0]?.slots.scene).toBe('红杯😀'.repeat(20));
  });

  test('without a prompt column a template is needed', async () => {
    expect(await refusalOf(csv('product\ncup'))).toMatchObject({ row: 1, column: 'prompt' });
    expect(await csv('product\ncup', true)).toEqual([{ row: 2, key: null, slots: {}, variables: { product: 'cup' } }]);
  });

  test.each([
    ['an unclosed quote', 'key,prompt\na,fine\nb,"open\nc,more\n', 3, 'prompt', /never closed/],
    ['a quote in the middle', 'key,prompt\na,fine\nb,a "word" here\n', 3, 'prompt', /in the middle/],
    ['text after a closing quote', 'key,prompt\na,"x" y\n', 2, 'prompt', /in the middle/],
    ['too few fields', 'key,lang,prompt\na,en,fine\nb,en\n', 3, 'prompt', /2 fields where the header names 3/],
    ['too many fields', 'key,prompt\na,fine,oops\n', 2, 'prompt', /3 fields where the header names 2/],
    ['duplicate columns', 'prompt,x,x\na,b,c\n', 1, 'x', /Two columns are named “x”/],
    ['duplicate prompt columns', 'prompt,Prompt\na,b\n', 1, 'Prompt', /Two columns/],
    ['a column without a name', 'prompt,,x\na,b,c\n', 1, null, /Column 2 has no name/],
    ['65 columns', `${Array.from({ length: 65 }, (_one, n) => `c${n}`).join(',')}\n`, 1, null, /65 columns/],
    ['a NUL', 'key,prompt\na,x\0y\n', 2, 'prompt', /NUL/],
    ['half an emoji', 'key,prompt\na,x\ud83d\n', 2, 'prompt', /broken character/],
    ['a field too long', `key,prompt\na,${'x'.repeat(32_001)}\n`, 2, 'prompt', /32,001 characters; at most 32,000/],
    ['a key too long', `key,prompt\n${'x'.repeat(201)},a\n`, 2, 'key', /201 characters/],
    ['nothing at all', '', 1, null, /empty/],
  ])('%s is refused with row and column', async (_what, text, row, column, sentence) => {
    const refusal = await refusalOf(csv(text));
    expect(refusal.message).toMatch(sentence);
    expect(refusal.message).toMatch(/Nothing was imported/);
    expect({ row: refusal.row, column: refusal.column }).toEqual({ row, column });
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from('\uFEFFprompt\ncup\n', 'utf16le'), 1, null, /UTF-16/],
    ['UTF-16 without', Buffer.from('prompt\ncup\n', 'utf16le'), 1, null, /UTF-16/],
    ['a spreadsheet', Buffer.from('PK\x03\x04xlsx'), 1, null, /spreadsheet/],
    ['Latin-1', Buffer.from('key,prompt\na,fine\nb,caf\xe9 au lait\n', 'latin1'), 3, 'prompt', /not UTF-8/],
    ['Latin-1 before a quote closes', Buffer.from('key,prompt\na,"caf\xe9"\n', 'latin1'), 2, 'prompt', /not UTF-8/],
    ['a cut character at the end', Buffer.from('key,prompt\na,杯').subarray(0, -1), 2, 'prompt', /middle of a character/],
  ])('%s is refused with row and column', async (_what, bytes, row, column, sentence) => {
    const refusal = await refusalOf(csvBytes(bytes, 64));
    expect(refusal.message).toMatch(sentence);
    expect({ row: refusal.row, column: refusal.column }).toEqual({ row, column });
  });

  test('a quote that swallows 200 MB is refused early, and memory stays flat', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('key,prompt\na,fine\nb,"open\n');
      const filler = Buffer.alloc(64 * 1024, 'x\n');
      for (; read < 200 * 1024 * 1024; read += filler.length) yield filler;
    }
    const refusal = await refusalOf(readAll(readPromptCsv(decodeUtf8(endless()), false)));
    expect(refusal).toMatchObject({ row: 3, column: 'prompt' });
    expect(read).toBeLessThan(8 * 1024 * 1024);
  });

  test('the 100,001st prompt is refused', async () => {
    async function* million(): AsyncGenerator<Buffer> {
      yield Buffer.from('prompt\n');
      for (let n = 0; n < 1_000; n += 1) yield Buffer.from('a cup\n'.repeat(1_000));
    }
    let last = 0;
    const reading = async () => {
      for await (const { row } of readPromptCsv(decodeUtf8(million()), false)) last = row;
    };
    expect(await refusalOf(reading())).toMatchObject({ row: 100_002, column: null });
    expect(last).toBe(100_001);
  });
});

describe('JSON Lines', () => {
  test('objects become prompts; numbers are text, null is absent', async () => {
    expect(await jsonl('{"key":"k","prompt":"a cup","count":3,"none":null}\r\n\n{"prompt":"茶"}')).toEqual([
      { row: 1, key: 'k', slots: { scene: 'a cup' }, variables: { count: '3' } },
      { row: 3, key: null, slots: { scene: '茶' }, variables: {} },
    ]);
  });

  test.each([
    ['no JSON', '{"prompt":"a"}\n{"prompt":\n', 2, null, /not JSON/],
    ['no object', '["a"]', 1, null, /not an object/],
    ['an object inside', '{"prompt":{"a":1}}', 1, 'prompt', /list or an object/],
    ['a name twice', '{"prompt":"a","Prompt":"b"}', 1, 'Prompt', /twice/],
    ['a NUL', '{"prompt":"a\\u0000b"}', 1, 'prompt', /NUL/],
    ['half an emoji', '{"prompt":"\\ud83d"}', 1, 'prompt', /broken character/],
    ['a value too long', JSON.stringify({ prompt: 'x'.repeat(32_001) }), 1, 'prompt', /32,001/],
    ['an endless line', `{"prompt":"${'x'.repeat(3_000_000)}`, 1, null, /longer than/],
    ['nothing', ' \n', 1, null, /no prompts/],
  ])('%s is refused with row and column', async (_what, text, row, column, sentence) => {
    const refusal = await refusalOf(jsonl(text));
    expect(refusal.message).toMatch(sentence);
    expect({ row: refusal.row, column: refusal.column }).toEqual({ row, column });
  });

  test('wrong encoding is refused with its row', async () => {
    const bytes = Buffer.from('{"prompt":"a"}\n{"prompt":"caf\xe9"}\n', 'latin1');
    expect(await refusalOf(readAll(readPromptJsonl(decodeUtf8(inChunks(bytes, 9)))))).toMatchObject({ row: 2 });
  });
});
