/** Makes series of all slices with one grouping key: divides them into volumes, and gives each to the series it was before. */
import type { Database } from 'better-sqlite3';
import type { GeometryProblem, Series } from '../../core/contract/library.ts';
import { proposeContrastPhase } from '../../core/domain/contrastPhase.ts';
import { sameGrid, type VolumeGeometry } from '../../core/domain/geometry.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { isDrawnOn } from '../db/tables/segmentation.ts';
import {
  getSeriesRow,
  insertSeries,
  isSeriesInUse,
  listDerivedSeries,
  removeSeries,
  seriesIdsOfGroup,
  updateSeriesGeometry,
  type SeriesJudgement,
} from '../db/tables/series.ts';
import { assignSlices, hasSlices, insertSlice, listSlicesOfGroup, type FreshSlice } from '../db/tables/slice.ts';
import { listUnreadableFiles } from '../db/tables/unreadableFile.ts';
import { listed } from './geometry/words.ts';
import { partition, type Part } from './partition.ts';
import { toGroup } from './sliceToGroup.ts';

/** Voxels that were drawn on must stay where they are; the caller's transaction is to be taken back. */
export class WouldMoveDrawing extends Error {}

type Slice = FreshSlice & { readonly seriesId: string | null };
type Record = (entry: AuditRecord) => void;

/**
 * @param key as `effectiveKey` gives it
 * @param fresh slices whose files are stored, but they are not yet
 * @returns ids of the series that have slices of it now
 * @throws WouldMoveDrawing
 */
export function regroup(
  context: HostContext,
  record: Record,
  key: string,
  fresh: readonly FreshSlice[] = [],
): string[] {
  const { db } = context;
  const all: Slice[] = [...listSlicesOfGroup(db, key), ...fresh.map((slice) => ({ ...slice, seriesId: null }))];
  // Of a series whose files are all unreadable there is nothing.
  const parts = all.length > 0 ? partition(all.map(toGroup)) : [];
  const unreadable = unreadableFileProblems(db, key);
  const owners = ownersOf(db, key, parts, all);
  const before = new Set(all.flatMap(({ seriesId }) => seriesId ?? []));
  const isFresh = new Set(fresh.map(({ id }) => id));
  const seriesIds = parts.map((part, at) => {
    const slices = part.at.map((index) => all[index]!);
    const known = getSeriesRow(db, owners[at] ?? '');
    if (known) releaseGrid(context, record, known, part.judgement.geometry);
    const seriesId = known?.id ?? createSeries(context, key, slices[0]!);
    for (const slice of slices) if (isFresh.has(slice.id)) insertSlice(db, { ...slice, seriesId });
    const inVolume = part.judgement.order.map((index) => slices[index]!.id);
    const outside = slices.map(({ id }) => id).filter((id) => !inVolume.includes(id));
    assignSlices(db, seriesId, inVolume, outside);
    const judged = judgementOf(part, slices, unreadable);
    updateSeriesGeometry(db, seriesId, judged);
    recordChange(record, seriesId, known, judged);
    return seriesId;
  });
  for (const seriesId of before) if (!hasSlices(db, seriesId)) dropSeries(context, record, seriesId);
  return seriesIds;
}

/** For each part the series of this key that has most of its slices already; a series goes to one part. */
function ownersOf(db: Database, key: string, parts: readonly Part[], all: readonly Slice[]): (string | undefined)[] {
  const shares = parts.flatMap((part, at) => {
    const counts = new Map<string, number>();
    for (const index of part.at) {
      const { seriesId } = all[index]!;
      if (seriesId !== null) counts.set(seriesId, (counts.get(seriesId) ?? 0) + 1);
    }
    return [...counts].map(([seriesId, count]) => ({ at, seriesId, count }));
  });
  shares.sort((a, b) => b.count - a.count || a.at - b.at || (a.seriesId < b.seriesId ? -1 : 1));
  const isOfKey = new Set(seriesIdsOfGroup(db, key));
  const owners: (string | undefined)[] = parts.map(() => undefined);
  for (const { at, seriesId } of shares) {
    if (isOfKey.has(seriesId) && owners[at] === undefined && !owners.includes(seriesId)) owners[at] = seriesId;
  }
  return owners;
}

/** Before a series changes its grid: refuses where something was drawn on it, and drops what was computed from it. */
function releaseGrid(context: HostContext, record: Record, before: Series, after: VolumeGeometry | null): void {
  if (before.geometry && after && sameGrid(before.geometry, after)) return;
  if (isDrawnOn(context.db, before.id)) throw new WouldMoveDrawing();
  for (const { id } of listDerivedSeries(context.db, before.id)) dropSeries(context, record, id);
}

function dropSeries(context: HostContext, record: Record, seriesId: string): void {
  if (isSeriesInUse(context.db, seriesId)) throw new WouldMoveDrawing();
  for (const { id } of listDerivedSeries(context.db, seriesId)) dropSeries(context, record, id);
  const oldValue = told(getSeriesRow(context.db, seriesId)!);
  removeSeries(context.db, seriesId);
  record({ action: 'remove', entity: 'series', entityId: seriesId, oldValue });
}

function judgementOf(part: Part, slices: readonly Slice[], ofAll: readonly GeometryProblem[]): SeriesJudgement {
  const { geometry, status, canResample } = part.judgement;
  const problems = [...part.judgement.problems, ...missingUidProblems(slices), ...ofAll];
  const { facts, timing } = slices[0]!;
  const secondsAfterBolus =
    timing.acquisitionSeconds !== null && facts.bolusStartSeconds !== null
      ? timing.acquisitionSeconds - facts.bolusStartSeconds
      : null;
  return {
    instanceCount: slices.length,
    geometry,
    geometryStatus: status === 'regular' && problems.length > 0 ? 'warning' : status,
    problems,
    lossy: slices.some(({ lossy }) => lossy),
    part: part.label,
    reformat: slices.some((slice) => slice.facts.reformat),
    canResample,
    phase: proposeContrastPhase({
      seriesDescription: facts.description,
      studyDescription: facts.studyDescription,
      contrastAgent: facts.contrastAgent,
      secondsAfterBolus,
    }),
  };
}

/** Exports refer to the images of a CT by UIDs, which no other program knows here. */
function missingUidProblems(slices: readonly Slice[]): GeometryProblem[] {
  const missing = new Set(slices.flatMap(({ facts }) => facts.missingUids));
  const names = [...(missing.has('study') ? ['Study'] : []), ...(missing.has('series') ? ['Series'] : [])];
  if (names.length === 0) return [];
  const uids = names.map((name) => `${name} Instance UID`).join(' and ');
  return [
    {
      code: 'missing_uid',
      message: `The files have no valid ${uids}; Remnant made one, which other programs don't know.`,
    },
  ];
}

/** A volume that lacks a slice at its end looks whole. */
function unreadableFileProblems(db: Database, key: string): GeometryProblem[] {
  const names = listUnreadableFiles(db, key).map(({ fileName }) => fileName);
  if (names.length === 0) return [];
  const text = `${names.length === 1 ? '1 file of this series' : `${names.length} files of this series`} could not be read, so that slices may be missing: ${listed(names)}.`;
  return [{ code: 'unreadable_file', message: text }];
}

function createSeries(context: HostContext, key: string, { studyId, seriesInstanceUid, facts }: Slice): string {
  const id = context.newId();
  const { modality, description, seriesNumber, acquisitionDate, patientPosition, frameOfReferenceUid, sample } = facts;
  insertSeries(context.db, {
    id,
    studyId,
    groupingKey: key,
    seriesInstanceUid,
    modality,
    description,
    seriesNumber,
    acquisitionDate,
    importedAt: context.now().toISOString(),
    patientPosition,
    frameOfReferenceUid,
    sample,
  });
  return id;
}

/** What the trail tells of a series. */
const told = ({ instanceCount, geometryStatus, geometry, part }: SeriesJudgement | Series): object => ({
  instances: instanceCount,
  geometryStatus,
  geometry,
  part,
});

function recordChange(record: Record, seriesId: string, before: Series | undefined, after: SeriesJudgement): void {
  const [oldValue, newValue] = [before && told(before), told(after)];
  if (JSON.stringify(oldValue) === JSON.stringify(newValue)) return;
  record({
    action: before ? 'update' : 'create',
    entity: 'series',
    entityId: seriesId,
    ...(oldValue && { oldValue }),
    newValue,
  });
}
