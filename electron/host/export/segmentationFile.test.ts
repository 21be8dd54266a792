import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { VERSION } from '../../../tests/host/support.ts';
import {
  obliqueDirection,
  seriesDescription,
  smallGeometry,
  temporaryFolder,
  writeSeries,
} from '../../../tests/fixtures/index.ts';
import { segmentationFormats, type SegmentationFormat } from '../../core/contract/exports.ts';
import type { SegmentName } from '../../core/domain/labels.ts';
import type { HostContext } from '../context.ts';
import { readSeg } from '../dicom/seg.ts';
import { readSr } from '../dicom/sr.ts';
import { getSeries, importPaths } from '../library/index.ts';
import { labelsOnGrid, readNifti } from '../nifti/index.ts';
import { nrrdMask, readNrrd } from '../nrrd/index.ts';
import { importMask, loadLabels, openSegmentation, storeRevision } from '../segmentation/index.ts';
import { addSubject, setTimePoint } from '../trial/index.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import { openContext } from '../openContext.ts';
import { exportSegmentation } from './index.ts';

const geometry = smallGeometry({ dims: [40, 36, 12], direction: obliqueDirection(0.05, -0.03, 0.02) });

/** A subject with one CT, a liver with a remnant and a lesion drawn on it. */
async function drawn(root: string): Promise<{
  root: string;
  close: () => Promise<void> | void;
  context: HostContext;
  subjectId: string;
  seriesId: string;
  segmentationId: string;
  labels: Uint8Array;
}> {
  const store = openContext({ dataFolder: join(root, 'data'), version: VERSION });
  const { context } = store;
  const { folder } = await writeSeries(join(root, 'ct'), { geometry });
  const { seriesIds } = await importPaths(context, { paths: [folder] });
  const seriesId = seriesIds[0]!;
  const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'female', liverQuality: 'normal' });
  setTimePoint(context, { subjectId, kind: 'baseline', seriesId, date: '2025-01-01' });
  const labels = new Uint8Array(40 * 36 * 12);
  for (let k = 2; k < 10; k++)
    for (let j = 8; j < 30; j++) for (let i = 6; i < 34; i++) labels[i + 40 * (j + 36 * k)] = i < 16 ? 2 : 1;
  for (let k = 4; k < 6; k++) for (let i = 20; i < 24; i++) labels[i + 40 * (15 + 36 * k)] = 3;
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const action = { title: 'Brush', tool: 'brush@1', parameters: {} };
  await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  return { root, close: () => store.close(), context, subjectId, seriesId, segmentationId, labels };
}

/** Of another patient, in no trial. */
async function otherSeries(context: HostContext, root: string): Promise<string> {
  const description = { uidSeed: 'other', patientId: 'OTHER-1' };
  const { folder } = await writeSeries(join(root, 'other'), { geometry, description });
  const { seriesIds } = await importPaths(context, { paths: [folder] });
  return seriesIds[0]!;
}

describe('a segmentation leaves', () => {
  let made: Awaited<ReturnType<typeof drawn>>;
  const files = new Map<SegmentationFormat, Buffer>();
  const exported = async (format: SegmentationFormat, segment?: SegmentName): Promise<Buffer> => {
    const { context, segmentationId } = made;
    const { path } = await exportSegmentation(context, { segmentationId, format, segment });
    return readFileSync(join(context.folder.root, path));
  };
  beforeAll(async () => {
    const folder = await temporaryFolder();
    made = await drawn(folder.path);
    for (const format of segmentationFormats) files.set(format, await exported(format));
    return async () => {
      await made.close();
      await folder.remove();
    };
  });
  const own = () => getSeries(made.context, { seriesId: made.seriesId }).geometry!;

  test.each(['seg', 'seg-labelmap'] as const)(
    'as %s, read back bit for bit, the same bytes each time',
    async (format) => {
      expect(readSeg(files.get(format)!, own()).labels()).toEqual(made.labels);
      expect(Buffer.compare(await exported(format), files.get(format)!)).toBe(0);
    },
  );
  test('as NIfTI and NRRD, read back bit for bit', () => {
    expect(labelsOnGrid(readNifti(files.get('nifti')!), own())).toEqual(made.labels);
    expect(nrrdMask(readNrrd(files.get('nrrd')!), own())!.labels()).toEqual(made.labels);
  });
  test('as a report with every stored number, of the segments of the segmentation that leaves beside it', () => {
    const report = readSr(files.get('sr')!);
    const [result] = resultsForSubject(made.context, { subjectId: made.subjectId }).results;
    const stored = new Map(result!.values.map(({ quantity, value }) => [quantity, value]));
    const written = report.groups.flatMap(({ measurements }) => measurements);
    expect(new Map(written.map(({ quantity, value }) => [quantity, value]))).toEqual(stored);
    const seg = readSeg(files.get('seg')!, own());
    for (const { segment, trackingId } of report.groups)
      if (segment) {
        expect(segment.sopInstanceUid).toBe(seg.sopInstanceUid);
        expect(seg.segments.find(({ number }) => number === segment.number)?.label).toBe(trackingId);
      }
  });
  test('as surfaces', async () => {
    expect(files.get('stl')!.readUInt32LE(80)).toBeGreaterThan(1000);
    expect((await exported('stl', 'flr')).readUInt32LE(80)).toBeGreaterThan(300);
    expect(
      files
        .get('obj')!
        .toString()
        .match(/^o .+$/gm),
    ).toEqual(['o liver', 'o tumour', 'o flr']);
  });
  test('not as what it lacks: no remnant, no subject', async () => {
    const { context, root } = made;
    const { id: segmentationId } = openSegmentation(context, { seriesId: await otherSeries(context, root) });
    const action = { title: 'Brush', tool: 'brush@1', parameters: {} };
    const labels = new Uint8Array(40 * 36 * 12).fill(1, 5000, 5400);
    await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
    await expect(exportSegmentation(context, { segmentationId, format: 'stl', segment: 'flr' })).rejects.toThrow(
      'No future liver remnant is drawn yet',
    );
    await expect(exportSegmentation(context, { segmentationId, format: 'sr' })).rejects.toThrow('no subject');
  });
  test('as a key image that holds no name', () => {
    expect(files.get('png')!.toString('latin1', 1, 4)).toBe('PNG');
    expect(files.get('png')!.includes(seriesDescription.patientName)).toBe(false);
    expect(files.get('sc')!.length).toBeGreaterThan(3 * 512 * 1536);
  });
  test('and comes back into the series that it was drawn on', async () => {
    const { context, seriesId, labels } = made;
    for (const format of ['seg', 'seg-labelmap', 'nrrd'] as const) {
      const { path } = await exportSegmentation(context, { segmentationId: made.segmentationId, format });
      const revision = await importMask(context, { seriesId, path: join(context.folder.root, path), labels: 'full' });
      expect(loadLabels(context, revision.id).labels).toEqual(labels);
      expect(revision.action.parameters['notes']).toBeUndefined();
    }
  });
});
