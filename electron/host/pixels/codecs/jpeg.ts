/** JPEG with Huffman codes, one component: sequential DCT of 8 or 12 bits (ISO 10918-1 annex F), and lossless (annex H). */
import { JpegBits } from './jpegBits.ts';
import { decodeBlocks } from './jpegDct.ts';
import { readScan, type JpegScan } from './jpegSegments.ts';
import { valueMemory } from './values.ts';

/**
 * @returns rows x columns values, their bits in the low end, in memory that the next image gets (`valueMemory`)
 * @throws RangeError when the image is damaged or cut short
 */
export function decodeJpeg(frame: Uint8Array): Uint16Array<ArrayBuffer> {
  const scan = readScan(frame);
  const bits = new JpegBits(frame, scan.from);
  return scan.lossless ? decodeLossless(bits, scan) : decodeBlocks(bits, scan);
}

/** From the neighbours left (a), above (b) and above left (c), by table H.1. */
const predictors: readonly ((a: number, b: number, c: number) => number)[] = [
  (a) => a,
  (_a, b) => b,
  (_a, _b, c) => c,
  (a, b, c) => a + b - c,
  (a, b, c) => a + ((b - c) >> 1),
  (a, b, c) => b + ((a - c) >> 1),
  (a, b) => (a + b) >> 1,
];

function decodeLossless(bits: JpegBits, scan: JpegScan): Uint16Array<ArrayBuffer> {
  const { rows, columns, precision, pointTransform, restartInterval, dc } = scan;
  const predict = predictors[scan.predictor - 1];
  if (!dc || !predict) throw new RangeError('the lossless scan has no table or predictor');
  if (precision < 2 || precision > 16 || pointTransform >= precision) throw new RangeError('the depth is impossible');
  if (restartInterval % columns !== 0) throw new RangeError('a restart inside a row');
  const rowsPerRestart = restartInterval / columns;
  const values = valueMemory(rows * columns);
  const difference = (): number => {
    const size = bits.symbol(dc);
    if (size > 16) throw new RangeError('a difference of too many bits');
    // H.1.2.2: 16 stands for 32768 and has no bits.
    return size === 16 ? 32768 : bits.difference(size);
  };
  for (let row = 0, at = 0; row < rows; row++) {
    const restarted = row === 0 || (rowsPerRestart > 0 && row % rowsPerRestart === 0);
    if (restarted && row > 0) bits.restart();
    const first = restarted ? 1 << (precision - pointTransform - 1) : values[at - columns]!;
    let left = (values[at++] = (first + difference()) & 0xffff);
    for (const end = at + columns - 1; at < end; at++) {
      const expected = restarted ? left : predict(left, values[at - columns]!, values[at - columns - 1]!);
      left = values[at] = (expected + difference()) & 0xffff;
    }
  }
  if (pointTransform > 0) values.forEach((value, at) => (values[at] = value << pointTransform));
  return values;
}
