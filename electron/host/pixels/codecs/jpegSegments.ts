/** The segments of a JPEG image up to its scan (ISO 10918-1 annex B), for images of one component. */
import { isFrameMarker } from '../../dicom/readCodestream.ts';
import { huffmanTable, type HuffmanTable } from './jpegBits.ts';

export interface JpegScan {
  readonly lossless: boolean;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  /** In zigzag order. */
  readonly quantization: Uint16Array | undefined;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  /** Blocks, or samples of a lossless image, between restart markers; 0: none. */
  readonly restartInterval: number;
  /** Predictor 1 to 7 of a lossless image. */
  readonly predictor: number;
  /** Low bits that were dropped. */
  readonly pointTransform: number;
  /** Offset of the first byte of the scan. */
  readonly from: number;
}

const [SOF_LOSSLESS, DHT, SOS, DQT, DRI] = [0xffc3, 0xffc4, 0xffda, 0xffdb, 0xffdd];

/** @throws RangeError when it is damaged or of a kind that is not decoded */
export function readScan(bytes: Uint8Array): JpegScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const quantizations = new Map<number, Uint16Array>();
  const tables = new Map<number, HuffmanTable>();
  let frame: { marker: number; precision: number; rows: number; columns: number; quantization: number } | undefined;
  let restartInterval = 0;
  for (let at = 2; ;) {
    while (view.getUint16(at) === 0xffff) at++;
    const marker = view.getUint16(at);
    const end = at + 2 + view.getUint16(at + 2);
    const from = at + 4;
    if (marker < 0xffc0 || end < from || end > bytes.length) throw new RangeError('a JPEG segment is damaged');
    if (marker === DHT) readHuffman(bytes.subarray(from, end), tables);
    else if (marker === DQT) readQuantization(bytes.subarray(from, end), quantizations);
    else if (marker === DRI) restartInterval = view.getUint16(from);
    else if (isFrameMarker(marker)) {
      if (frame) throw new RangeError('the JPEG image has two frames');
      frame = {
        marker,
        precision: view.getUint8(from),
        rows: view.getUint16(from + 1),
        columns: view.getUint16(from + 3),
        quantization: view.getUint8(from + 8),
      };
    } else if (marker === SOS) {
      if (!frame || view.getUint8(from) !== 1) throw new RangeError('the JPEG scan has no frame or several components');
      const selectors = view.getUint8(from + 2);
      return {
        lossless: frame.marker === SOF_LOSSLESS,
        precision: frame.precision,
        rows: frame.rows,
        columns: frame.columns,
        quantization: quantizations.get(frame.quantization),
        dc: tables.get(selectors >> 4),
        ac: tables.get(0x10 | (selectors & 15)),
        restartInterval,
        predictor: view.getUint8(from + 3),
        pointTransform: view.getUint8(from + 5) & 15,
        from: end,
      };
    }
    at = end;
  }
}

function readHuffman(segment: Uint8Array, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 17 <= segment.length;) {
    const counts = segment.subarray(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    tables.set(segment[at]!, huffmanTable(counts, segment.subarray(at + 17, at + 17 + size)));
    at += 17 + size;
  }
}

function readQuantization(segment: Uint8Array, quantizations: Map<number, Uint16Array>): void {
  for (let at = 0; at < segment.length;) {
    const wide = segment[at]! >> 4 === 1;
    const width = wide ? 2 : 1;
    if (at + 1 + 64 * width > segment.length) throw new RangeError('a quantization table is cut short');
    const start = at + 1;
    const value = (n: number): number =>
      wide ? (segment[start + 2 * n]! << 8) | segment[start + 2 * n + 1]! : segment[start + n]!;
    quantizations.set(
      segment[at]! & 15,
      Uint16Array.from({ length: 64 }, (_, n) => value(n)),
    );
    at += 1 + 64 * width;
  }
}
