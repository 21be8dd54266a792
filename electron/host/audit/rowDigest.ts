/** What a row of any table is, in 32 bytes. */
import { createHash } from 'node:crypto';

export type Cell = null | number | bigint | string | Buffer;
export type Row = Readonly<Record<string, Cell>>;

const sha256 = (content: string | Buffer): Buffer => createHash('sha256').update(content).digest();

/**
 * SHA-256 over the names and values of all cells, by name. A cell that is NULL counts as none, so that a column that is added later leaves the
 * digests of the rows from before as they were.
 */
export function rowDigest(row: Row): Buffer {
  const cells = Object.keys(row)
    .filter((name) => row[name] !== null)
    .sort()
    .map((name) => [name, written(row[name]!)]);
  return sha256(JSON.stringify(cells));
}

/** JSON has no bytes, no infinities, and no negative zero: they are told apart from the texts that look like them. */
function written(cell: NonNullable<Cell>): unknown {
  if (Buffer.isBuffer(cell)) return { bytes: sha256(cell).toString('hex') };
  if (typeof cell === 'bigint') return { integer: cell.toString() };
  if (Object.is(cell, -0) || cell === Infinity || cell === -Infinity)
    return { real: Object.is(cell, -0) ? '-0' : `${cell}` };
  return cell;
}
