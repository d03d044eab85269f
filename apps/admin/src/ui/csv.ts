/** Spreadsheets run a text that begins with one of these as a formula. */
const FORMULA_PATTERN = /^[=+\-@\t\r]/;

/** Rows as RFC 4180 text. A number stands as it is; a text that a spreadsheet would run is quoted with an apostrophe. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA_PATTERN.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Micros as plain dollars for a spreadsheet: `-0.4`. */
export function dollarsOf(micros: number): number {
  return micros / 1_000_000;
}

/** Hands a CSV file to the person; it begins with a byte order mark, so that spreadsheets read it as UTF-8. */
export function downloadCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', toCsv(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
