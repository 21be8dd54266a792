/** Puts scanned files into the library: one transaction per batch, after which every series in it is whole and judged. */
import { basename, dirname } from 'node:path';
import type { Series } from '../../core/contract/library.ts';
import { sameGrid } from '../../core/domain/geometry.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { extendImportReport } from '../db/tables/importReport.ts';
import { findInstance, insertInstance, listInstances, setSliceOrder, type InstanceRow } from '../db/tables/instance.ts';
import { headRevision } from '../db/tables/revision.ts';
import { findSegmentationOfSeries } from '../db/tables/segmentation.ts';
import { findSeriesId, getSeriesRow, insertSeries, updateSeriesGeometry } from '../db/tables/series.ts';
import { findStudyId, insertStudy } from '../db/tables/study.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import { SAMPLE_MANUFACTURER } from '../sample/demoSubject.ts';
import { judgeGeometry, type Judgement } from './geometry.ts';
import type { ScannedFile } from './scanFile.ts';

export interface Scanned {
  readonly path: string;
  readonly file: ScannedFile;
}
type Image = Extract<ScannedFile, { kind: 'image' }> & { readonly path: string };

interface BatchOutcome {
  imported: number;
  alreadyThere: number;
  readonly skipped: { path: string; reason: string }[];
  readonly seriesIds: Set<string>;
}

/** Files without a Series Instance UID belong together when they are of one study and lie in one folder. */
const groupingKey = ({ header, path }: Image): string =>
  header.seriesInstanceUid || `${header.studyInstanceUid} ${dirname(path)}`;

/** @returns how much the batch changed */
export function storeBatch(context: HostContext, importId: string, batch: readonly Scanned[]): { imported: number } {
  return context.change((record) => {
    const outcome: BatchOutcome = { imported: 0, alreadyThere: 0, skipped: [], seriesIds: new Set() };
    for (const [key, images] of bySeries(newImages(context, batch, outcome)))
      storeSeries(context, record, key, images, outcome);
    extendImportReport(context.db, importId, outcome);
    return { imported: outcome.imported };
  });
}

/** Those that the library doesn't have yet; the others are counted or refused. */
function newImages({ db }: HostContext, batch: readonly Scanned[], outcome: BatchOutcome): Image[] {
  const fresh = new Map<string, Image>();
  for (const { path, file } of batch) {
    if (file.kind === 'skipped') {
      outcome.skipped.push({ path, reason: file.reason });
      continue;
    }
    const uid = file.header.sopInstanceUid;
    const stored = findInstance(db, uid);
    const known = stored ?? fresh.get(uid);
    if (!known) fresh.set(uid, { ...file, path });
    else if (known.sha256 === file.sha256) {
      outcome.alreadyThere++;
      if (stored) outcome.seriesIds.add(stored.seriesId);
    } else {
      const reason =
        'Conflict: a file with the same SOP Instance UID but other content is in the library; it was not replaced.';
      outcome.skipped.push({ path, reason });
    }
  }
  return [...fresh.values()];
}

function bySeries(images: readonly Image[]): Map<string, Image[]> {
  const groups = new Map<string, Image[]>();
  for (const image of images) groups.set(groupingKey(image), [...(groups.get(groupingKey(image)) ?? []), image]);
  return groups;
}

function storeSeries(
  context: HostContext,
  record: (entry: AuditRecord) => void,
  key: string,
  images: readonly Image[],
  outcome: BatchOutcome,
): void {
  const { db } = context;
  const knownId = findSeriesId(db, key);
  const before = knownId === undefined ? undefined : getSeriesRow(db, knownId);
  const seriesId = knownId ?? context.newId();
  const rows = images.map((image) => toRow(image, seriesId, context.newId()));
  const all = [...(before ? listInstances(db, seriesId) : []), ...rows];
  const judged = judge(all);
  if (before && wouldMoveSegmentation(context, before, judged)) {
    const reason = 'Its series has a segmentation already, and this file would change the slices it was drawn on.';
    outcome.skipped.push(...images.map(({ path }) => ({ path, reason })));
    return;
  }
  if (!before) createSeries(context, seriesId, key, images[0]!.header);
  for (const row of rows) insertInstance(db, row);
  setSliceOrder(
    db,
    seriesId,
    judged.order.map((at) => all[at]!.id),
  );
  updateSeriesGeometry(db, seriesId, {
    instanceCount: all.length,
    geometry: judged.geometry,
    geometryStatus: judged.status,
    problems: judged.problems,
    lossy: all.some(({ lossy }) => lossy),
  });
  record({
    action: before ? 'update' : 'create',
    entity: 'series',
    entityId: seriesId,
    ...(before && { oldValue: summary(before.instanceCount, before.geometryStatus, before.geometry) }),
    newValue: summary(all.length, judged.status, judged.geometry),
  });
  outcome.imported += rows.length;
  outcome.seriesIds.add(seriesId);
}

const summary = (instances: number, geometryStatus: string, geometry: Judgement['geometry']) => ({
  instances,
  geometryStatus,
  geometry,
});

const toRow = (image: Image, seriesId: string, id: string): InstanceRow => ({
  id,
  seriesId,
  sopInstanceUid: image.header.sopInstanceUid,
  sopClassUid: image.header.sopClassUid,
  fileName: basename(image.path),
  path: `originals/${image.storedAs}`,
  sha256: image.sha256,
  pixelSha256: image.pixelSha256,
  byteCount: image.byteCount,
  slice: image.header.slice,
  pixels: image.header.pixels,
  lossy: image.header.lossy,
  sliceIndex: null,
});

const judge = (rows: readonly InstanceRow[]): Judgement =>
  judgeGeometry(
    rows.map(({ fileName, slice, pixels, pixelSha256, lossy }) => ({
      name: fileName,
      slice,
      slope: pixels.slope,
      lossy,
      contentKey: [
        pixelSha256,
        pixels.slope,
        pixels.intercept,
        pixels.signed,
        pixels.bitsStored,
        pixels.paddingValue,
      ].join(' '),
    })),
  );

/** Voxels that were drawn on must stay where they are. */
function wouldMoveSegmentation({ db }: HostContext, before: Series, after: Judgement): boolean {
  const drawn = findSegmentationOfSeries(db, before.id);
  if (!drawn || !headRevision(db, drawn.id)) return false;
  return !before.geometry || !after.geometry || !sameGrid(before.geometry, after.geometry);
}

function createSeries(context: HostContext, id: string, key: string, header: ImageHeader): void {
  const { db } = context;
  const importedAt = context.now().toISOString();
  let studyId = findStudyId(db, header.studyInstanceUid);
  if (studyId === undefined) {
    studyId = context.newId();
    insertStudy(db, {
      id: studyId,
      studyInstanceUid: header.studyInstanceUid,
      patientLabel: header.patientLabel,
      studyDate: header.studyDate,
      description: header.studyDescription,
      importedAt,
    });
  }
  insertSeries(db, {
    id,
    studyId,
    groupingKey: key,
    seriesInstanceUid: header.seriesInstanceUid,
    modality: header.modality,
    description: header.seriesDescription,
    seriesNumber: header.seriesNumber,
    acquisitionDate: header.acquisitionDate,
    importedAt,
    patientPosition: header.patientPosition,
    frameOfReferenceUid: header.frameOfReferenceUid,
    sample: header.manufacturer === SAMPLE_MANUFACTURER,
  });
}
