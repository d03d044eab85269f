import { IMPORT_COLUMNS_MAX, IMPORT_FIELD_CHARS_MAX, PROMPT_KEY_CHARS_MAX } from '@dailies/schema';
import { checkColumnCount, checkRowCount, type PromptRowRead, readPromptFields } from './prompt-rows.ts';
import { BROKEN_BYTE, type TextSource } from './prompt-text.ts';
import { ImportRefused } from './refusals.ts';

const LINE_CHARS_MAX = IMPORT_COLUMNS_MAX * IMPORT_FIELD_CHARS_MAX;

/**
 * Reads JSON Lines: one object a line, its values text, numbers or true and false; `prompt` and `key` as in a CSV, every other name a variable. Blank
 * lines are skipped; memory does not grow with the file. `row` is the line. Throws ImportRefused with row and column.
 */
export async function* readPromptJsonl(source: TextSource): AsyncGenerator<PromptRowRead> {
  let row = 0;
  let count = 0;
  for await (const line of linesOf(source)) {
    row += 1;
    const fault = source.fault();
    if (fault && line.includes(BROKEN_BYTE)) {
      throw new ImportRefused(`The file can not be read from row ${row} on. ${fault}`, { row, column: null });
    }
    if (line.length > LINE_CHARS_MAX) throw new ImportRefused(`Row ${row} is longer than any prompt may be.`, { row, column: null });
    if (line.trim() === '') continue;
    count += 1;
    checkRowCount(count, row);
    yield readPromptFields(row, fieldsOf(line, row));
  }
  if (count === 0)
    throw new ImportRefused('The file has no prompts. Write one JSON object a line, such as {"prompt": "A red apple"}.', {
      row: 1,
      column: null,
    });
}

function fieldsOf(line: string, row: number): [string, string][] {
  const entries = Object.entries(parseObject(line, row)).filter(([, value]) => value !== null);
  checkColumnCount(entries.length, row);
  const names = new Set<string>();
  return entries.map(([given, value]) => {
    const name = given.trim();
    const column = name.slice(0, PROMPT_KEY_CHARS_MAX);
    if (name === '' || name.length > PROMPT_KEY_CHARS_MAX || !name.isWellFormed() || name.includes('\0')) {
      throw new ImportRefused(`Row ${row} has a name that is empty, broken or longer than ${PROMPT_KEY_CHARS_MAX} characters.`, {
        row,
        column: null,
      });
    }
    if (names.has(name.toLowerCase())) throw new ImportRefused(`Row ${row} names “${column}” twice.`, { row, column });
    names.add(name.toLowerCase());
    if (typeof value === 'object') {
      throw new ImportRefused(`Row ${row}: “${column}” is a list or an object; it must be text, a number, true or false.`, { row, column });
    }
    return [name, String(value)];
  });
}

function parseObject(line: string, row: number): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ImportRefused(`Row ${row} is not JSON. Every line is one object, such as {"prompt": "A red apple"}.`, { row, column: null });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ImportRefused(`Row ${row} is JSON, but not an object such as {"prompt": "A red apple"}.`, { row, column: null });
}

/** Lines without their ends; one that is longer than allowed is handed on as soon as that is known. */
async function* linesOf(source: TextSource): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of source.pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (rest.length > LINE_CHARS_MAX) {
      yield rest;
      return;
    }
  }
  if (rest !== '') yield rest;
}
