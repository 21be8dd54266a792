import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { indexToPatient, voxelVolumeMl } from '../../electron/core/domain/geometry.ts';
import { writeNifti } from '../../electron/host/nifti/index.ts';
import {
  importMask,
  inspectMask,
  listRevisions,
  listSegmentations,
  loadLabels,
  stageUpload,
} from '../../electron/host/segmentation/index.ts';
import { addSeries, openStore, smallGrid, temporaryFolder } from './support.ts';

const VOXELS = 8 * 6 * 4;
const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

/** Liver in two halves, with a tumour inside each. */
function userMask(): Uint8Array {
  const mask = new Uint8Array(VOXELS);
  const put = (i: number, j: number, k: number, value: number) => {
    mask[i + 8 * (j + 6 * k)] = value;
  };
  for (let k = 0; k < 4; k++) for (let j = 1; j < 6; j++) for (let i = 1; i < 8; i++) put(i, j, k, i < 4 ? 1 : 3);
  put(2, 2, 1, 2);
  put(6, 3, 2, 2);
  return mask;
}
const fullOfUser = (mask: Uint8Array) => mask.map((value, at) => [0, 1, at % 8 < 4 ? 3 : 4, 2][value]!);

function start() {
  const folder = temporaryFolder();
  const { context } = openStore(folder);
  const seriesId = addSeries(context);
  const write = (bytes: Uint8Array, name = 'mask.nii'): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return { context, seriesId, write };
}
const nifti = (values: Uint8Array, geometry: VolumeGeometry = smallGrid) => writeNifti({ geometry, data: values });

describe('a mask file', () => {
  it('in the terms of the person becomes a revision of the partition, its tumours on their sides', async () => {
    const { context, seriesId, write } = start();
    const path = write(gzipSync(nifti(userMask())), 'liver.nii.gz');
    const revision = await importMask(context, { seriesId, path, labels: 'user' });
    expect(loadLabels(context, revision.id).labels).toEqual(fullOfUser(userMask()));
    expect(revision.counts).toEqual([52, 59, 79, 1, 1, 0, 0]);
    expect(revision).toMatchObject({
      number: 1,
      action: { tool: 'import-mask@1', title: 'Import mask liver.nii.gz', parameters: { labels: 'user' } },
    });
  });

  it('with full labels is taken as it is, after what was drawn before', async () => {
    const { context, seriesId, write } = start();
    const labels = Uint8Array.from({ length: VOXELS }, (_, at) => at % 7);
    const first = await importMask(context, { seriesId, path: write(nifti(userMask())), labels: 'user' });
    const second = await importMask(context, { seriesId, path: write(nifti(labels)), labels: 'full' });
    expect(loadLabels(context, second.id).labels).toEqual(labels);
    expect(second).toMatchObject({ number: 2, parentRevisionId: first.id });
    expect(listSegmentations(context)).toHaveLength(1);
  });

  it('with its axes reversed lands on the same voxels', async () => {
    const { context, seriesId, write } = start();
    const { i, j, k } = smallGrid.direction;
    const reversed: VolumeGeometry = {
      ...smallGrid,
      originMm: indexToPatient(smallGrid, [7, 5, 0]),
      direction: { i: [-i[0], -i[1], -i[2]], j: [-j[0], -j[1], -j[2]], k },
    };
    const mask = userMask();
    const turned = new Uint8Array(VOXELS);
    mask.forEach((value, at) => {
      const [x, y, z] = [at % 8, Math.floor(at / 8) % 6, Math.floor(at / 48)];
      turned[7 - x + 8 * (5 - y + 6 * z)] = value;
    });
    const revision = await importMask(context, { seriesId, path: write(nifti(turned, reversed)), labels: 'user' });
    expect(loadLabels(context, revision.id).labels).toEqual(fullOfUser(mask));
  });

  it.each([
    [
      'of another place',
      nifti(userMask(), { ...smallGrid, originMm: [0, 0, 0] }),
      'user',
      'refused',
      'lies in this CT',
    ],
    ['without a labelled voxel', nifti(new Uint8Array(VOXELS)), 'user', 'invalid_input', 'no labelled voxel'],
    [
      'with a value the person has no name for',
      nifti(new Uint8Array(VOXELS).fill(4)),
      'user',
      'invalid_input',
      'Say what the segment "4" of this file is',
    ],
    ['with a value that is no label', nifti(new Uint8Array(VOXELS).fill(7)), 'full', 'invalid_input', 'the value 7'],
    ['that is something else', new Uint8Array(1000), 'user', 'unsupported', 'NIfTI'],
    ['that is empty', new Uint8Array(0), 'user', 'unsupported', 'NIfTI'],
  ] as const)('%s is refused and leaves nothing', async (_, bytes, labels, code, sentence) => {
    const { context, seriesId, write } = start();
    await expect(importMask(context, { seriesId, path: write(bytes), labels })).rejects.toThrow(
      refusal(code, sentence),
    );
    for (const { id } of listSegmentations(context)) expect(listRevisions(context, { segmentationId: id })).toEqual([]);
  });

  it('that is not there, or is a folder, is not found by its name', async () => {
    const { context, seriesId } = start();
    const folder = join(context.folder.root, 'folder.nii');
    mkdirSync(folder);
    for (const path of [folder, join(context.folder.root, 'none.nii')]) {
      await expect(importMask(context, { seriesId, path, labels: 'user' })).rejects.toThrow(
        refusal('not_found', '.nii'),
      );
    }
  });

  it('for a series without a volume is refused before it is read', async () => {
    const { context } = start();
    const seriesId = addSeries(context, { geometry: null });
    await expect(importMask(context, { seriesId, path: '/nowhere', labels: 'user' })).rejects.toThrow(
      refusal('refused', 'volume'),
    );
  });
});

describe('a mask file that is looked at', () => {
  it('says what it holds and how it fits, and leaves nothing', async () => {
    const { context, seriesId, write } = start();
    const [dx, dy, dz] = smallGrid.spacingMm;
    const finer: VolumeGeometry = { ...smallGrid, dims: [16, 6, 4], spacingMm: [dx / 2, dy, dz] };
    const values = new Uint8Array(16 * 6 * 4).fill(1);
    values.fill(9, 0, 32);
    const inspection = await inspectMask(context, { seriesId, path: write(nifti(values, finer)) });
    expect(inspection).toMatchObject({
      fileName: 'mask.nii',
      format: 'nifti',
      form: 'values',
      mayBeStoredLabels: false,
      segments: [
        { number: 1, label: '1', proposed: { part: 'liver', by: 'value' } },
        { number: 9, label: '9', proposed: null },
      ],
    });
    expect(inspection.resampled).toMatch(
      /16 x 6 x 4 voxels of .* and is resampled to that of the CT \(8 x 6 x 4 voxels of/,
    );
    const told = inspection.combinations.map(({ segments, voxels }) => [segments[0], voxels]);
    expect(new Map(told as [number, number][])).toEqual(
      new Map(inspection.segments.map(({ number, voxels }) => [number, voxels])),
    );
    expect(listSegmentations(context)).toEqual([]);
  });

  it('that reaches beyond the CT says how many mL will be lost, and the revision keeps that', async () => {
    const { context, seriesId, write } = start();
    const moved: VolumeGeometry = { ...smallGrid, originMm: indexToPatient(smallGrid, [-2, 0, 1]) };
    const path = write(nifti(userMask(), moved));
    const { segments } = await inspectMask(context, { seriesId, path });
    const left = new Map(segments.map(({ number, voxels }) => [number, voxels]));
    const all = new Map([1, 2, 3].map((value) => [value, userMask().filter((own) => own === value).length]));
    for (const { number, outsideMl } of segments)
      expect(outsideMl).toBeCloseTo((all.get(number)! - left.get(number)!) * voxelVolumeMl(smallGrid), 6);
    const lostMl = segments.reduce((sum, { outsideMl }) => sum + outsideMl, 0);
    expect(lostMl).toBeGreaterThan(0);
    const { action } = await importMask(context, { seriesId, path });
    expect(action.parameters['outsideMl']).toBeCloseTo(lostMl, 9);
    expect(action.parameters['notes']).toContain('mL of "1" lie outside of this CT and are lost.');
    const liverOnly = await importMask(context, { seriesId, path, parts: { 2: 'ignore', 3: 'ignore' } });
    expect(liverOnly.action.parameters['notes']).not.toContain('of "3"');
  });

  it('is imported as the person decided, from an upload too, which is used up', async () => {
    const { context, seriesId } = start();
    const values = userMask().map((value) => (value === 2 ? 77 : value));
    const uploadId = await stageUpload(context, nifti(values));
    const file = { seriesId, uploadId, fileName: 'from elsewhere.nii' };
    const { sha256 } = await inspectMask(context, file);
    await expect(importMask(context, { ...file, sha256 })).rejects.toThrow(
      refusal('invalid_input', 'Say what the segment "77" of this file is'),
    );
    const revision = await importMask(context, { ...file, sha256, parts: { 77: 'tumour' } });
    expect(loadLabels(context, revision.id).labels).toEqual(fullOfUser(userMask()));
    expect(revision.action).toMatchObject({
      title: 'Import mask from elsewhere.nii',
      parameters: { sha256, named: '77=tumour' },
    });
    await expect(inspectMask(context, file)).rejects.toThrow(refusal('not_found', 'from elsewhere.nii'));
  });

  it('is added to what is drawn where the person wants that, as it was said beforehand', async () => {
    const { context, seriesId, write } = start();
    const only = (...values: number[]) => userMask().map((value) => (values.includes(value) ? value : 0));
    const liver = await importMask(context, { seriesId, path: write(nifti(only(1, 3)), 'liver.nii') });
    const path = write(nifti(only(2)), 'tumour.nii');
    const looked = await inspectMask(context, { seriesId, path, revisionId: liver.id });
    expect(looked.segments).toMatchObject([{ number: 2, proposed: { part: 'tumour', by: 'name' }, voxels: 2 }]);
    expect(looked.combinations.reduce((sum, { voxels }) => sum + voxels, 0)).toBe(
      userMask().filter((value) => value > 0).length,
    );
    const both = await importMask(context, { seriesId, path, parts: { 2: 'tumour' }, keepDrawn: true });
    expect(loadLabels(context, both.id).labels).toEqual(fullOfUser(userMask()));
    expect(both).toMatchObject({ parentRevisionId: liver.id, action: { title: 'Add mask tumour.nii' } });
  });

  it('is refused when it, or what was drawn, is not the same any more', async () => {
    const { context, seriesId, write } = start();
    const path = write(nifti(userMask()));
    const { sha256 } = await inspectMask(context, { seriesId, path });
    const first = await importMask(context, { seriesId, path, sha256 });
    await expect(importMask(context, { seriesId, path, parentRevisionId: null })).rejects.toThrow(
      refusal('conflict', 'changed elsewhere'),
    );
    write(nifti(userMask().fill(1)));
    await expect(importMask(context, { seriesId, path, sha256, parentRevisionId: first.id })).rejects.toThrow(
      refusal('conflict', 'mask.nii was changed since it was looked at'),
    );
  });
});
