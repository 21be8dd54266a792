/** Sequential DCT blocks (ISO 10918-1 F.2). */
import type { HuffmanTable, JpegBits } from './jpegBits.ts';
import type { JpegScan } from './jpegSegments.ts';
import { valueMemory } from './values.ts';

/** Natural place of each zigzag index (figure A.6), walked diagonal by diagonal. */
const naturalOrder = Uint8Array.from(
  Array.from({ length: 64 }, (_, at) => ({ at, u: at % 8, v: at >> 3 }))
    .sort((a, b) => a.u + a.v - b.u - b.v || ((a.u + a.v) % 2 === 0 ? a.u - b.u : b.u - a.u))
    .map(({ at }) => at),
);
/** basis[x * 8 + u] = C(u) / 2 cos((2x + 1) u pi / 16) (A.3.3). */
const basis = Float64Array.from({ length: 64 }, (_, at) => {
  const [x, u] = [at >> 3, at % 8];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

/** target = basis times the transpose of source; twice it is the transform in both directions. */
function transformOnce(source: Float64Array, target: Float64Array): void {
  for (let x = 0; x < 8; x++) {
    for (let line = 0; line < 8; line++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += basis[x * 8 + u]! * source[line * 8 + u]!;
      target[x * 8 + line] = sum;
    }
  }
}

function readBlock(
  bits: JpegBits,
  { dc, ac, quantization }: { dc: HuffmanTable; ac: HuffmanTable; quantization: Uint16Array },
  previousDc: number,
  block: Float64Array,
): number {
  block.fill(0);
  const size = bits.symbol(dc);
  if (size > 15) throw new RangeError('a coefficient of too many bits');
  const level = previousDc + bits.difference(size);
  block[0] = level * quantization[0]!;
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    const bitCount = symbol & 15;
    const zeros = symbol >> 4;
    if (bitCount === 0 && zeros !== 15) break;
    k += zeros;
    if (k > 63) throw new RangeError('a block of too many coefficients');
    block[naturalOrder[k]!] = bits.difference(bitCount) * quantization[k]!;
  }
  return level;
}

/**
 * @returns rows x columns values of `precision` bits, in memory that the next image gets (`valueMemory`)
 * @throws RangeError when the scan is damaged or cut short
 */
export function decodeBlocks(bits: JpegBits, scan: JpegScan): Uint16Array<ArrayBuffer> {
  const { rows, columns, precision, restartInterval, dc, ac, quantization } = scan;
  if (!dc || !ac || !quantization) throw new RangeError('a table of the scan is missing');
  if (precision !== 8 && precision !== 12) throw new RangeError('the depth is impossible');
  const tables = { dc, ac, quantization };
  const [middle, highest] = [2 ** (precision - 1), 2 ** precision - 1];
  const values = valueMemory(rows * columns);
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  const across = Math.ceil(columns / 8);
  const blocks = across * Math.ceil(rows / 8);
  let level = 0;
  for (let n = 0; n < blocks; n++) {
    if (restartInterval > 0 && n > 0 && n % restartInterval === 0) {
      bits.restart();
      level = 0;
    }
    level = readBlock(bits, tables, level, block);
    transformOnce(block, half);
    transformOnce(half, block);
    const [left, top] = [(n % across) * 8, Math.floor(n / across) * 8];
    for (let y = 0; y < 8 && top + y < rows; y++) {
      const to = (top + y) * columns + left;
      for (let x = 0; x < 8 && left + x < columns; x++)
        values[to + x] = Math.min(highest, Math.max(0, Math.round(block[y * 8 + x]! + middle)));
    }
  }
  return values;
}
