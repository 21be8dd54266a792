/** JPEG-LS, JPEG 2000 and its high-throughput form, by CharLS, OpenJPEG and OpenJPH in WebAssembly, and the usual JPEG 2000 by our own. */
import { readCodestream, type Codestream } from '../../dicom/readCodestream.ts';
import type { Coding } from '../../dicom/readSyntax.ts';
import { valueMemory } from './values.ts';

type WasmCoding = Extract<Coding, 'jpegLs' | 'jpeg2000' | 'htj2k'>;
interface LoadedCodec {
  readonly createDecoder: () => CodecDecoder;
  /** What it complained of since this was last emptied: OpenJPEG and OpenJPH report failures only so. */
  readonly complaints: string[];
}

const quietly = (complaints: string[]): CodecOptions => {
  const listen = (line: string): void => {
    if (/error|failed/i.test(line)) complaints.push(line);
  };
  // A new object each time: it becomes the module.
  return { print: listen, printErr: listen };
};

const loaders: Readonly<Record<WasmCoding, (options: CodecOptions) => Promise<() => CodecDecoder>>> = {
  async jpegLs(options) {
    const { default: loadCharls } = await import('@cornerstonejs/codec-charls/decodewasmjs');
    const { JpegLSDecoder } = await loadCharls(options);
    return () => new JpegLSDecoder();
  },
  async jpeg2000(options) {
    const { default: loadOpenJpeg } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
    const { J2KDecoder } = await loadOpenJpeg(options);
    return () => new J2KDecoder();
  },
  async htj2k(options) {
    const { default: loadOpenJph } = await import('@cornerstonejs/codec-openjph/wasmjs');
    const { HTJ2KDecoder } = await loadOpenJph(options);
    return () => new HTJ2KDecoder();
  },
};

async function load(coding: WasmCoding): Promise<LoadedCodec> {
  const complaints: string[] = [];
  return { createDecoder: await loaders[coding](quietly(complaints)), complaints };
}

/** One instance of each for the life of the thread; one that failed is thrown away, as its memory can't be trusted. */
const loaded = new Map<WasmCoding, Promise<LoadedCodec>>();

/** rows x columns values, their bits in the low end; negative ones as two's complement of 16 bits. In the codec's memory, until it returns. */
type Take = (values: Uint16Array) => void;

/**
 * @throws RangeError when the image is damaged or cut short
 */
export async function decodeWasm(frame: Uint8Array, coding: WasmCoding, take: Take): Promise<void> {
  if (coding !== 'jpeg2000') {
    await decodeByLibrary(frame, coding, take);
    return;
  }
  const { decodeReversible } = await import('./jpeg2000/decode.ts');
  const values = decodeReversible(frame);
  if (values) take(values);
  else await decodeByLibrary(frame, coding, take);
}

/**
 * The same whatever the image is, by a library always.
 * @throws RangeError when the image is damaged or cut short
 */
export async function decodeByLibrary(frame: Uint8Array, coding: WasmCoding, take: Take): Promise<void> {
  const said = readCodestream(frame, coding);
  if (said?.components !== 1) throw new RangeError('the codestream is damaged');
  if (coding === 'jpeg2000' && said.signed && said.precision <= 8)
    throw new RangeError('the codec loses the negative values of so few bits');
  const loading = loaded.get(coding) ?? load(coding);
  loaded.set(coding, loading);
  try {
    decodeWith(await loading, frame, said, take);
  } catch (error) {
    loaded.delete(coding);
    // A codec throws numbers, and WebAssembly's own errors when it aborts.
    throw error instanceof RangeError ? error : new RangeError('the codec refused the codestream', { cause: error });
  }
}

function decodeWith({ createDecoder, complaints }: LoadedCodec, frame: Uint8Array, said: Codestream, take: Take): void {
  complaints.length = 0;
  const decoder = createDecoder();
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const { width, height } = decoder.getFrameInfo();
    const bytes = decoder.getDecodedBuffer();
    const count = said.columns * said.rows;
    const bytesPerValue = said.precision > 8 ? 2 : 1;
    const whole = width === said.columns && height === said.rows && bytes.length === count * bytesPerValue;
    if (complaints.length > 0 || !whole) throw new RangeError('the codec could not decode all of the codestream');
    take(valuesIn(bytes, said));
  } finally {
    decoder.delete();
  }
}

function valuesIn(bytes: Uint8Array, { precision, signed }: Codestream): Uint16Array {
  if (precision <= 8) {
    const values = valueMemory(bytes.length);
    values.set(signed ? new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) : bytes);
    return values;
  }
  const { buffer, byteOffset, length } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(buffer, byteOffset, length >> 1);
}
