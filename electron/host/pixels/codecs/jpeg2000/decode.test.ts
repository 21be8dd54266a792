import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCompiled, kernelSources } from '../../../../../scripts/compileKernel.ts';
import { encodeWasm, type Arrangement, type TestImage } from '../../../../../tests/fixtures/encodedFrames.ts';
import { decodeByLibrary } from '../wasm.ts';
import { decodeReversible } from './decode.ts';

/** From nearly flat to noise in every bit, with the ends of the range. */
const image = fc
  .record({
    rows: fc.integer({ min: 1, max: 90 }),
    columns: fc.integer({ min: 1, max: 90 }),
    bits: fc.integer({ min: 1, max: 16 }),
    signed: fc.boolean(),
    noiseBits: fc.integer({ min: 0, max: 16 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ noiseBits, seed, ...drawn }): TestImage => {
    // The library's encoder and decoder lose the sign of fewer bits.
    const shape = { ...drawn, signed: drawn.signed && drawn.bits > 8 };
    const span = 2 ** shape.bits;
    const lowest = shape.signed ? -span / 2 : 0;
    const values = Array.from({ length: shape.rows * shape.columns }, (_, at) => {
      const wave = 0.5 + 0.5 * Math.sin(at / 31) * Math.cos(Math.floor(at / shape.columns) / 9);
      const noise = (Math.imul(at * seed + 7, 2654435761) >>> 8) % 2 ** Math.min(noiseBits, shape.bits);
      return lowest + ((Math.floor(wave * (span - 1)) + noise) % span);
    });
    return { ...shape, values };
  });
const side = fc.constantFrom(4, 8, 16, 32, 64);
const arrangement = fc.record({
  levels: fc.integer({ min: 0, max: 6 }),
  progression: fc.integer({ min: 0, max: 4 }),
  block: fc.tuple(side, side),
});
const stored = ({ values }: TestImage): Uint16Array => Uint16Array.from(values, (value) => value & 0xffff);

async function byLibrary(frame: Uint8Array): Promise<Uint16Array | null> {
  let values: Uint16Array | null = null;
  try {
    await decodeByLibrary(frame, 'jpeg2000', (decoded) => (values = decoded.slice()));
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
  }
  return values;
}

/** With no more levels than the encoder has room for. */
function encoded(source: TestImage, { levels = 5, ...how }: Arrangement = {}): Promise<Buffer> {
  const most = Math.floor(Math.log2(Math.min(source.rows, source.columns)));
  return encodeWasm('jpeg2000', source, { arrangement: { ...how, levels: Math.min(levels, most) } });
}

test('gives back what was coded, however it was arranged', async () => {
  await fc.assert(
    fc.asyncProperty(image, arrangement, async (source, how) => {
      expect(decodeReversible(await encoded(source, how))).toEqual(stored(source));
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a stream that is cut or damaged is declined, or gives what the library gives', async () => {
  const damage = fc.record({
    kept: fc.double({ min: 0.3, max: 1, noNaN: true }),
    edits: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constantFrom(0, 0x7f, 0x8f, 0xff)), {
      maxLength: 3,
    }),
  });
  await fc.assert(
    fc.asyncProperty(image, damage, async (source, { kept, edits }) => {
      const whole = await encoded(source);
      const frame = kept < 0.9 ? whole.subarray(0, Math.floor(whole.length * kept)) : whole;
      for (const [place, value] of edits) frame[Math.floor(place * frame.length)] = value;
      const values = decodeReversible(frame)?.slice();
      if (values) expect(values).toEqual(await byLibrary(frame));
    }),
    { numRuns: 150 },
  );
}, 60_000);

const source: TestImage = {
  rows: 40,
  columns: 50,
  bits: 12,
  signed: false,
  values: Array.from({ length: 2000 }, (_, at) => (at * 37) % 4096),
};
test('what is of another kind is left to the library', async () => {
  expect(decodeReversible(await encodeWasm('jpeg2000', source, { loss: 4 }))).toBeNull();
  expect(decodeReversible(await encodeWasm('htj2k', source))).toBeNull();
  expect(decodeReversible(new Uint8Array(0))).toBeNull();
});

test.each([
  ['several tiles', 'size', 25, 32],
  ['an image that does not start at 0', 'size', 17, 1],
  ['a codestream that needs capabilities', 'size', 4, 0x40],
  ['marked packets', 'coding', 4, 2],
  ['larger code-blocks', 'coding', 10, 5],
  ['code-blocks of another style', 'coding', 12, 1],
  ['quantized coefficients', 'quantization', 4, 0x42],
] as const)('%s are left to the library', async (_name, segment, offset, value) => {
  const frame = await encodeWasm('jpeg2000', source);
  const marker = { size: 0x51, coding: 0x52, quantization: 0x5c }[segment];
  expect(decodeReversible(frame)).not.toBeNull();
  frame[frame.indexOf(Buffer.from([0xff, marker])) + offset] = value;
  expect(decodeReversible(frame)).toBeNull();
});

test('the compiled loops are those of the source beside them', async () => {
  expect(await isCompiled(kernelSources.jpeg2000)).toBe(true);
}, 60_000);
