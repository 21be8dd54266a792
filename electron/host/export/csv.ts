/** CSV by RFC 4180, safe to open in a spreadsheet. */

export type Cell = string | number | null;

/** What makes a spreadsheet take a cell for a formula (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** Text that no spreadsheet runs. */
export const spreadsheetText = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = spreadsheetText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Lines of the columns in the given order, header first, each ended by CRLF. Numbers are written unrounded and stay numbers, minus sign
 * included; text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeCsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');
}
