import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { testElements, testFile, withElements } from '../../../tests/fixtures/encodedSlice.ts';
import { readImage } from '../../../tests/fixtures/wholeImage.ts';
import { temporaryFolder } from '../../../tests/host/support.ts';
import { DEFLATED, EXPLICIT_LITTLE, RLE } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { decodeSlices, type DecodeOutcome, type DecodeTask } from './decodeTask.ts';
import { createVolumeFile } from './volumeFile.ts';

const format = (change: Partial<PixelFormat> = {}): PixelFormat => ({
  transferSyntaxUid: EXPLICIT_LITTLE,
  rows: 2,
  columns: 3,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: true,
  slope: 1,
  intercept: -1024,
  modalityLut: null,
  paddingValue: null,
  paddingLimit: null,
  dataOffset: 0,
  dataLength: 12,
  leadingItems: 0,
  ...change,
});
const frameHu = (frame: number): number[] => [0, 1, 2, 3, 4, 5].map((at) => 100 * frame + at);
/** Frames one behind the other, as in a multi-frame file. */
function frames(count: number): Buffer {
  const values = Array.from({ length: count }, (_, frame) => frameHu(frame).map((hu) => hu + 1024)).flat();
  return Buffer.from(Int16Array.from(values).buffer);
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Decodes into a volume of three slices and reads back those that were made. */
async function decode(slices: DecodeTask['slices']) {
  const folder = temporaryFolder();
  const shape = { key: 'ab'.repeat(32), dims: [3, 2, 3] as const };
  const partial = join(folder, 'partial');
  const file = await createVolumeFile(join(folder, 'volume.hu'), partial, shape);
  let begun = 0;
  const outcomes: DecodeOutcome[] = await decodeSlices({ file: partial, shape, slices }, () => begun++);
  const made: number[][] = [];
  for (const [at, outcome] of outcomes.entries()) {
    if (!('checksum' in outcome)) continue;
    file.noteSlice(slices[at]!.k, outcome.checksum);
    const hu = new Int16Array(shape.dims[0] * shape.dims[1]);
    expect(await file.readSlices(slices[at]!.k, new Uint8Array(hu.buffer))).toBe(1);
    made.push([...hu]);
  }
  await file.close();
  return { outcomes, made, begun };
}

function stored(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

test('each frame of a file is read from its own range, and goes to its own place', async () => {
  const bytes = Buffer.concat([Buffer.from('a header of odd length.'), frames(3)]);
  const path = stored('frames.dcm', bytes);
  const slice = (k: number, frame: number): DecodeTask['slices'][number] => {
    const dataOffset = 23 + 12 * frame;
    const pixelSha256 = sha256(bytes.subarray(dataOffset, dataOffset + 12));
    return { k, path, pixelSha256, format: format({ dataOffset, intercept: -1024 }) };
  };
  const { made } = await decode([slice(2, 0), slice(0, 2), slice(1, 1)]);
  expect(made).toEqual([frameHu(0), frameHu(2), frameHu(1)]);
});

test('frames of a deflated file are ranges of what is in it', async () => {
  const pixels = frames(2);
  const elements = withElements(testElements(DEFLATED), { 0x7fe00010: { vr: 'OW', value: pixels } });
  const bytes = testFile(DEFLATED, elements);
  expect(bytes.includes(deflateRawSync(pixels))).toBe(false);
  const read = readImage(bytes);
  const first = 'header' in read ? read.header.pixels.dataOffset : 0;
  const path = stored('deflated.dcm', bytes);
  const slice = (k: number): DecodeTask['slices'][number] => ({
    k,
    path,
    pixelSha256: sha256(pixels.subarray(12 * k, 12 * k + 12)),
    format: format({ transferSyntaxUid: DEFLATED, dataOffset: first + 12 * k }),
  });
  expect((await decode([slice(1), slice(0)])).made).toEqual([frameHu(1), frameHu(0)]);
  writeFileSync(path, bytes.subarray(0, -10));
  expect((await decode([slice(1)])).outcomes).toEqual([{ lost: 'changed' }]);
});

test('what is lost ends the task, and what came before is kept', async () => {
  const pixels = frames(1);
  const good = { path: stored('good.dcm', pixels), pixelSha256: sha256(pixels), format: format() };
  const rle = Buffer.concat([Buffer.from([0xfe, 0xff, 0x00, 0xe0, 4, 0, 0, 0]), Buffer.from('none')]);
  const cases: [DecodeTask['slices'][number], string][] = [
    [{ ...good, k: 1, path: join(temporaryFolder(), 'nowhere.dcm') }, 'missing'],
    [{ ...good, k: 1, pixelSha256: sha256(Buffer.from('other')) }, 'changed'],
    [{ ...good, k: 1, format: format({ dataOffset: 2 }) }, 'changed'],
    [
      {
        k: 1,
        path: stored('rle.dcm', rle),
        pixelSha256: sha256(rle),
        format: format({ transferSyntaxUid: RLE, dataLength: rle.length }),
      },
      'damaged',
    ],
    [{ ...good, k: 1, format: format({ columns: 2 }) }, 'damaged'],
  ];
  for (const [slice, lost] of cases) {
    const { outcomes, made } = await decode([{ ...good, k: 0 }, slice, { ...good, k: 2 }]);
    expect(outcomes.slice(1)).toEqual([{ lost }]);
    expect(made).toEqual([frameHu(0)]);
  }
});
