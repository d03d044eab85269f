import type { Board } from './board.ts';

const LETTERS = 26;

/** `A` of the first column, `Z` of the 26th, then `AA`, as in a spreadsheet. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / LETTERS);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(65 + (column % LETTERS));
}

/** `B4`: the column's letters and the row's number, as the heads of the matrix show them. */
export function cellLabel(board: Board, index: number): string {
  const { row, column } = board.placeOf(index);
  return `${columnLetters(column)}${row + 1}`;
}
