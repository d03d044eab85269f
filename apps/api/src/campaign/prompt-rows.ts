import { IMPORT_COLUMNS_MAX, IMPORT_FIELD_CHARS_MAX, IMPORT_ROWS_MAX, PROMPT_KEY_CHARS_MAX, type Slots } from '@dailies/schema';
import { isPlainText } from './brief.rules.ts';
import { ImportRefused } from './refusals.ts';

/** One prompt of a file. `row` counts the file's rows from 1 (the header of a CSV is row 1). */
export interface PromptRowRead {
  row: number;
  key: string | null;
  slots: Slots;
  variables: Record<string, string>;
}

/** Columns with a meaning of their own, in any case; every other column is a variable. */
export function roleOfColumn(name: string): 'prompt' | 'key' | 'variable' {
  const lower = name.toLowerCase();
  return lower === 'prompt' || lower === 'key' ? lower : 'variable';
}

/** Throws ImportRefused where a file has too many rows; `count` prompts were read, the last one in `row`. */
export function checkRowCount(count: number, row: number): void {
  if (count <= IMPORT_ROWS_MAX) return;
  const most = IMPORT_ROWS_MAX.toLocaleString('en-US');
  throw new ImportRefused(`The file has more than ${most} prompts, the most one import takes. Split the file.`, { row, column: null });
}

/** Throws ImportRefused where a row has too many columns. */
export function checkColumnCount(count: number, row: number): void {
  if (count <= IMPORT_COLUMNS_MAX) return;
  throw new ImportRefused(`Row ${row} has ${count} columns; a file may have ${IMPORT_COLUMNS_MAX}. Remove the columns no prompt uses.`, {
    row,
    column: null,
  });
}

/**
 * One row's fields as a prompt: `prompt` becomes the slot `scene`, an empty key is none, other columns are variables.
 * Throws ImportRefused with row and column.
 */
export function readPromptFields(row: number, fields: Iterable<readonly [column: string, value: string]>): PromptRowRead {
  const read: PromptRowRead = { row, key: null, slots: {}, variables: {} };
  for (const [column, value] of fields) {
    checkField(row, column, value);
    const role = roleOfColumn(column);
    if (role === 'variable') read.variables[column] = value;
    else if (role === 'prompt' && value.trim() !== '') read.slots.scene = value;
    else if (role === 'key' && value.trim() !== '') read.key = value.trim();
  }
  return read;
}

function checkField(row: number, column: string, value: string): void {
  const refuse = (sentence: string) => new ImportRefused(sentence, { row, column: column.slice(0, PROMPT_KEY_CHARS_MAX) });
  const at = `Row ${row}, column “${column.slice(0, 50)}”`;
  if (value.includes('\0')) throw refuse(`${at} contains a NUL character, which is no text. Remove it.`);
  if (!isPlainText(value)) throw refuse(`${at} contains a broken character (half of an emoji, perhaps). Type it again.`);
  const charsMax = roleOfColumn(column) === 'key' ? PROMPT_KEY_CHARS_MAX : IMPORT_FIELD_CHARS_MAX;
  if (value.length > charsMax) {
    throw refuse(`${at} has ${value.length.toLocaleString('en-US')} characters; at most ${charsMax.toLocaleString('en-US')} fit.`);
  }
}
