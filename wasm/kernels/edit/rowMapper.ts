/** Maps the labels of rows through a table where the intensity is one of those chosen. */
export class RowMapper {
  private readonly labels: Uint8Array;
  private readonly bytes: DataView;
  private readonly values: Uint16Array;
  private readonly chosen: Uint8Array;
  private readonly table: Uint8Array;
  private readonly line: Uint8Array;
  private readonly lineFours: Int32Array;
  /** Not 0 in the columns where something changed. */
  private readonly changed: Uint8Array;
  private readonly changedFours: Int32Array;
  /** The last four labels that were mapped, and what became of them. */
  private known = 0;
  private drawn: number;

  /** @param chosen by the 16 bits of an intensity, 255 or 0 @param table by label */
  constructor(labels: Uint8Array, hu: Int16Array, columns: number, chosen: Uint8Array, table: Uint8Array) {
    this.labels = labels;
    this.bytes = new DataView(labels.buffer, labels.byteOffset, labels.byteLength);
    this.values = new Uint16Array(hu.buffer, hu.byteOffset, hu.length);
    this.chosen = chosen;
    this.table = table;
    this.line = new Uint8Array(columns);
    this.lineFours = new Int32Array(this.line.buffer, 0, columns >> 2);
    this.changed = new Uint8Array(columns);
    this.changedFours = new Int32Array(this.changed.buffer, 0, columns >> 2);
    this.drawn = mapFour(table, 0);
  }

  /**
   * Four voxels at a time. In noise every second voxel may be chosen, and a branch mispredicted there costs more than all the rest: so there
   * is none but for labels that differ from those just before.
   * @param row offset of its first voxel @returns whether a label changed
   */
  run(row: number): boolean {
    const { labels, bytes, values, chosen, table, line, lineFours, changed, changedFours } = this;
    let { known, drawn } = this;
    let any = 0;
    for (let n = 0, at = row; n < lineFours.length; n++, at += 4) {
      const four = bytes.getInt32(at, true);
      if (four !== known) {
        known = four;
        drawn = mapFour(table, four);
      }
      const low = chosen[values[at]!]! | (chosen[values[at + 1]!]! << 8);
      const mask = low | (chosen[values[at + 2]!]! << 16) | (chosen[values[at + 3]!]! << 24);
      const difference = (four ^ drawn) & mask;
      lineFours[n] = four ^ difference;
      changedFours[n]! |= difference;
      any |= difference;
    }
    this.known = known;
    this.drawn = drawn;
    for (let i = lineFours.length << 2; i < line.length; i++) {
      const label = labels[row + i]!;
      const next = chosen[values[row + i]!] === 0 ? label : table[label]!;
      line[i] = next;
      changed[i]! |= next ^ label;
      any |= next ^ label;
    }
    if (any !== 0) labels.set(line, row);
    return any !== 0;
  }

  /** First and last column in which something changed. */
  changedEnds(): [first: number, last: number] {
    const isChanged = (bits: number): boolean => bits !== 0;
    return [this.changed.findIndex(isChanged), this.changed.findLastIndex(isChanged)];
  }
}

/** What the table makes of four labels at once. */
function mapFour(table: Uint8Array, four: number): number {
  const low = table[four & 255]! | (table[(four >>> 8) & 255]! << 8);
  return low | (table[(four >>> 16) & 255]! << 16) | (table[four >>> 24]! << 24);
}
