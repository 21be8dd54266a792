/** Masks of other people's programs on the CT that they were drawn on. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NamedParts } from '../../core/domain/segmentParts.ts';
import { decodeRuns } from '../../core/domain/labelmapRuns.ts';
import { answerMaskTask } from './readMask.ts';

const data = process.env['REMNANT_TEST_DATA'];
const folder = join(data ?? '', 'dcmqi-liver');
/** The three slices lie the other way round in the files' own order. */
const geometry = {
  dims: [512, 512, 3],
  spacingMm: [0.810547, 0.810547, 1],
  originMm: [-235.199997, -226.800003, -128.690002],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
} as const;
const FRAME = '1.2.392.200103.20080913.113635.3.2009.6.22.21.44.34.23882.1';

async function read(file: string, named: NamedParts = {}, frameOfReferenceUid = FRAME) {
  const answer = await answerMaskTask({
    kind: 'read',
    ...sourceOf(file, frameOfReferenceUid),
    labels: 'user',
    drawn: null,
    choices: { named },
  });
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  if (!('read' in answer)) throw new Error('no mask');
  return { ...answer.read, labels: decodeRuns(answer.read.counted.runs).labels };
}

const sourceOf = (file: string, frameOfReferenceUid = FRAME) => ({
  path: join(folder, file),
  fileName: file,
  series: { geometry, frameOfReferenceUid, seriesInstanceUid: '', patientLabel: '' },
  threshold: 0.5,
});

async function inspect(file: string) {
  const answer = await answerMaskTask({ kind: 'inspect', ...sourceOf(file), drawn: null });
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  if (!('inspection' in answer)) throw new Error('no inspection');
  return answer.inspection;
}

describe.skipIf(!data)('dcmqi’s liver (skipped unless REMNANT_TEST_DATA is set)', () => {
  test('is the same from DICOM SEG and from NRRD, voxel for voxel', async () => {
    const [seg, nrrd] = [await read('liver.dcm'), await read('liver_seg.nrrd')];
    expect([seg.format, nrrd.format]).toEqual(['seg', 'nrrd']);
    expect([...seg.notes, ...nrrd.notes]).toEqual([]);
    expect(
      Buffer.compare(
        seg.labels.map((label) => Number(label > 0)),
        nrrd.labels.map((label) => Number(label > 0)),
      ),
    ).toBe(0);
    expect(seg.counted.counts[1]).toBeGreaterThan(1000);
  });
  test('overlapping segments that nobody can tell are asked for, and are what the person says', async () => {
    await expect(read('partial_overlaps.dcm')).rejects.toThrow(/Say what the segments ".*" of this file are/);
    const { segments, combinations, resampled } = await inspect('partial_overlaps.dcm');
    expect(resampled).toBeNull();
    expect(segments.map(({ proposed }) => proposed)).toContain(null);
    expect(combinations.some((each) => each.segments.length > 1)).toBe(true);
    const all = segments.map(({ label }) => label);
    const first = await read(
      'partial_overlaps.dcm',
      Object.fromEntries(all.map((name, at) => [name, at === 0 ? 'liver' : 'ignore'])),
    );
    const both = await read(
      'partial_overlaps.dcm',
      Object.fromEntries(all.map((name, at) => [name, at === 0 ? 'liver' : 'tumour'])),
    );
    expect(first.counted.counts[1]).toBeGreaterThan(both.counted.counts[1]!);
    expect(both.counted.counts[3]).toBeGreaterThan(0);
  });
  test('is refused in another frame of reference', async () => {
    await expect(read('liver.dcm', {}, '1.2.3')).rejects.toThrow('another frame of reference');
  });
});
