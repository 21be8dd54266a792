/** Reads CSV by RFC 4180, strictly: what the writer wouldn't have written isn't read. */

/** @returns rows of cells, the header first; null when the text is no such table */
export function readCsv(text: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) return null;
    row.push(found[1] === undefined ? found[2]! : found[1].replaceAll('""', '"'));
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  const width = rows[0]?.length ?? 0;
  return row.length === 0 && rows.length > 0 && rows.every(({ length }) => length === width) ? rows : null;
}
