import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IMPORT_COLUMNS_MAX, IMPORT_FIELD_CHARS_MAX, PROMPT_KEY_CHARS_MAX } from '@dailies/schema';
import { CsvError, parse } from 'csv-parse';
import { isPlainText } from './brief.rules.ts';
import { checkColumnCount, checkRowCount, type PromptRowRead, readPromptFields, roleOfColumn } from './prompt-rows.ts';
import { BROKEN_BYTE, type TextSource } from './prompt-text.ts';
import { ImportRefused } from './refusals.ts';

/** An unclosed quote swallows the rest of a file: what no honest row reaches ends the reading. */
const RECORD_BYTES_MAX = IMPORT_COLUMNS_MAX * IMPORT_FIELD_CHARS_MAX;
const DELIMITERS = [',', ';', '\t'];

type Parsed = { record: string[]; info: { records: number; empty_lines: number } };

/**
 * Reads a CSV (comma, semicolon or tab, told by its first line) row by row; memory does not grow with the file. The first row names the columns;
 * `prompt` is required unless `hasTemplate`. Throws ImportRefused with row and column: unclosed or stray quotes, ragged rows, duplicate or
 * unnamed columns, wrong encoding, NUL, limits.
 */
export async function* readPromptCsv(source: TextSource, hasTemplate: boolean): AsyncGenerator<PromptRowRead> {
  let header: string[] | null = null;
  /** The parser stops at a fault before we have seen the rows it read so far: the names are noted as they pass. */
  let named: readonly string[] = [];
  let row = 0;
  try {
    for await (const { record, info } of parsedRecords(source, (first) => (named = first))) {
      row = info.records + info.empty_lines;
      const fault = source.fault();
      const broken = fault ? record.findIndex((field) => field.includes(BROKEN_BYTE)) : -1;
      if (fault && broken >= 0) throw unreadable(fault, row, header?.[broken] ?? null);
      if (header === null) {
        header = checkHeader(record, row, hasTemplate);
        continue;
      }
      const names = header;
      checkRowCount(info.records - 1, row);
      yield readPromptFields(
        row,
        record.map((value, column) => [names[column]!, value] as const),
      );
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = source.fault();
    const at = placeOf(error, named);
    throw fault ? unreadable(fault, at.row, at.column) : refusalOf(error, at, named);
  }
  if (header !== null) return;
  throw new ImportRefused('The file is empty. The first row names the columns; “prompt” is one of them.', { row: 1, column: null });
}

async function* parsedRecords(source: TextSource, onHeader: (record: readonly string[]) => void): AsyncGenerator<Parsed> {
  const pieces = source.pieces[Symbol.asyncIterator]();
  let start = '';
  let next = await pieces.next();
  for (; !next.done && !/[\r\n]/.test(start) && start.length < RECORD_BYTES_MAX; next = await pieces.next()) start += next.value;
  const parser = parse({
    info: true,
    delimiter: delimiterOf(start),
    max_record_size: RECORD_BYTES_MAX,
    skip_empty_lines: true,
    on_record: (parsed) => {
      const { record, info } = parsed as unknown as Parsed;
      if (info.records === 1) onHeader(record);
      return parsed;
    },
  });
  async function* all(): AsyncGenerator<string> {
    yield start;
    for (; !next.done; next = await pieces.next()) yield next.value;
  }
  const flow = pipeline(Readable.from(all(), { objectMode: true }), parser);
  flow.catch(() => undefined);
  yield* parser as AsyncIterable<Parsed>;
  await flow;
}

function delimiterOf(start: string): string {
  const line = /^[^\r\n]*/.exec(start)?.[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

function checkHeader(record: readonly string[], row: number, hasTemplate: boolean): string[] {
  checkColumnCount(record.length, row);
  const names = record.map((name) => name.trim());
  const seen = new Set<string>();
  for (const [place, name] of names.entries()) {
    const column = name.slice(0, PROMPT_KEY_CHARS_MAX);
    if (name === '') throw new ImportRefused(`Column ${place + 1} has no name. Name it or remove it.`, { row, column: null });
    if (!isPlainText(name)) throw new ImportRefused(`The name of column ${place + 1} contains a broken character.`, { row, column: null });
    if (name.length > PROMPT_KEY_CHARS_MAX) {
      throw new ImportRefused(`The name of column ${place + 1} is longer than ${PROMPT_KEY_CHARS_MAX} characters.`, { row, column });
    }
    const same = roleOfColumn(name) === 'variable' ? name : name.toLowerCase();
    if (seen.has(same)) throw new ImportRefused(`Two columns are named “${name}”. Every column needs a name of its own.`, { row, column });
    seen.add(same);
  }
  if (hasTemplate || seen.has('prompt')) return names;
  throw new ImportRefused(
    `The file has no column “prompt”; its columns are ${names.slice(0, 10).join(', ')}. Name the column with the prompts “prompt”, or give the campaign a template.`,
    { row, column: 'prompt' },
  );
}

interface Place {
  row: number;
  column: string | null;
}

/** Where the parser stopped: it counts finished records, so the row in question is the next one. */
function placeOf(error: CsvError, header: readonly string[]): Place {
  const at = error as CsvError & { records?: number; empty_lines?: number; index?: number };
  return { row: (at.records ?? 0) + (at.empty_lines ?? 0) + 1, column: header[at.index ?? 0] ?? null };
}

function refusalOf(error: CsvError, { row, column }: Place, header: readonly string[]): ImportRefused {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return new ImportRefused(`Row ${row} opens a quote (") that is never closed. Close it, or write "" for a quote inside a field.`, {
        row,
        column,
      });
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new ImportRefused(
        `Row ${row} has a quote (") in the middle of a field. Put the field in quotes and write "" for each quote inside.`,
        { row, column },
      );
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const fields = (error as CsvError & { record?: string[] }).record?.length ?? 0;
      const columns = header.length;
      return new ImportRefused(`Row ${row} has ${fields} fields where the header names ${columns} columns.`, {
        row,
        column: header[fields] ?? header.at(-1) ?? null,
      });
    }
    default:
      return new ImportRefused(`Row ${row} can not be read as CSV.`, { row, column });
  }
}

function unreadable(fault: string, row: number, column: string | null): ImportRefused {
  return new ImportRefused(`The file can not be read from row ${row} on. ${fault}`, { row, column });
}
