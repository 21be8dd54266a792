/** Results go to standard output, as JSON or as a table; everything else goes to standard error. */

export type Printable = string | number | boolean | null | undefined;

export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Control characters of file names and headers must not reach the terminal. */
// eslint forbids control characters in a pattern, so they are named by their category.
const plain = (value: Printable): string => String(value ?? '').replaceAll(/\p{Cc}/gu, ' ');

/** Columns as wide as their widest cell; numbers to the right. */
export function table(rows: readonly Readonly<Record<string, Printable>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => plain(row[column])));
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((row) => row[at]!.length)));
  const isNumeric = columns.map((column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((text, at) => (isNumeric[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** JSON when asked for, else the readable form. */
export function print(json: boolean, value: unknown, readable: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : readable()}\n`);
}

/** Reports a fraction in steps of ten percent, so that logs stay short. */
export function progressLine(title: string): (fraction: number) => void {
  let last = -1;
  return (fraction) => {
    const step = Math.floor(fraction * 10);
    if (step <= last) return;
    last = step;
    say(`${title}: ${step * 10} %`);
  };
}
