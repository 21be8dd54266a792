/** Puts ingested files into the library: one transaction, after which every series in it is whole and judged. */
import { basename } from 'node:path';
import type { ReportedFile } from '../../core/contract/library.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { insertFile, moveFile } from '../db/tables/file.ts';
import { extendImportReport } from '../db/tables/importReport.ts';
import { effectiveKey } from '../db/tables/seriesJoin.ts';
import { insertUnreadableFile } from '../db/tables/unreadableFile.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import type { FoundFile } from './findFiles.ts';
import { identityOf } from './identity.ts';
import { createRecognition, type FreshFile, type IngestedFile } from './recognise.ts';
import { regroup, WouldMoveDrawing } from './regroup.ts';

/** A file whose header is that of an image, and whose pixels can't be used. */
export interface UnreadableFile {
  readonly file: FoundFile;
  /** null where nothing of it may be kept. */
  readonly header: ImageHeader | null;
  readonly reason: string;
}

export interface FilesToStore {
  /** With `unreadable`, of one series as their headers say. */
  readonly images?: readonly IngestedFile[];
  readonly unreadable?: readonly UnreadableFile[];
  /** What is no image, or can't be read at all. */
  readonly others?: readonly ReportedFile[];
}

/** Stores images, and notes all files in the report of an import. */
export function storeFiles(
  context: HostContext,
  importId: string,
  { images = [], unreadable = [], others = [] }: FilesToStore,
): void {
  if (images.length + unreadable.length + others.length === 0) return;
  const changed = context.change((record) => {
    const reported: ReportedFile[] = [...others];
    reported.push(...unreadable.map(({ file, reason }) => ({ path: file.path, outcome: 'skipped' as const, reason })));
    const seriesIds = new Set<string>();
    const lacking = noteUnreadable(context, images, unreadable);
    for (const [key, files] of byKey(context, images)) storeGroup(context, record, key, files, reported, seriesIds);
    for (const key of lacking) for (const id of regroup(context, record, key)) seriesIds.add(id);
    extendImportReport(context.db, importId, { files: reported, seriesIds });
    record({ action: 'update', entity: 'import', entityId: importId, newValue: { files: reported.length } });
    return seriesIds.size > 0;
  });
  if (changed) context.emit('library.changed', {});
}

/** @returns keys of series that are there already and now are known to lack something */
function noteUnreadable(
  { db }: HostContext,
  images: readonly IngestedFile[],
  unreadable: readonly UnreadableFile[],
): Set<string> {
  const keys = new Set<string>();
  for (const { file, header, reason } of unreadable) {
    // A de-identified file tells its series no more; the others of it do.
    const of = header ?? images[0]?.image.header;
    if (!of) continue;
    const { groupingKey } = identityOf(of, file.path);
    const sopInstanceUid = header?.sopInstanceUid ?? '';
    insertUnreadableFile(db, { groupingKey, sopInstanceUid, fileName: basename(file.path), reason });
    if (images.length === 0) keys.add(effectiveKey(db, groupingKey));
  }
  return keys;
}

function byKey({ db }: HostContext, images: readonly IngestedFile[]): Map<string, IngestedFile[]> {
  const groups = new Map<string, IngestedFile[]>();
  for (const each of images) {
    const key = effectiveKey(db, identityOf(each.image.header, each.file.path).groupingKey);
    const group = groups.get(key) ?? [];
    group.push(each);
    groups.set(key, group);
  }
  return groups;
}

function storeGroup(
  context: HostContext,
  record: (entry: AuditRecord) => void,
  key: string,
  images: readonly IngestedFile[],
  reported: ReportedFile[],
  seriesIds: Set<string>,
): void {
  const recognise = createRecognition(context);
  const fresh: FreshFile[] = [];
  for (const image of images) {
    const { path } = image.file;
    const known = recognise(image);
    if ('seriesIds' in known) {
      reported.push({ path, outcome: 'already_there', reason: known.reason });
      for (const id of known.seriesIds) seriesIds.add(id);
      if (known.moved) {
        moveFile(context.db, known.moved);
        record({
          action: 'update',
          entity: 'file',
          entityId: known.moved.fileId,
          oldValue: { inPlace: true },
          newValue: { inPlace: known.moved.inPlace },
        });
      }
    } else fresh.push(known);
  }
  if (fresh.length === 0) return;
  try {
    for (const id of insertFresh(context, record, key, fresh)) seriesIds.add(id);
    reported.push(...fresh.map(({ path, conflict }) => outcomeOf(path, conflict)));
  } catch (error) {
    if (!(error instanceof WouldMoveDrawing)) throw error;
    const reason = 'Its series has a segmentation already, and this file would change the slices it was drawn on.';
    reported.push(...fresh.map(({ path }) => ({ path, outcome: 'skipped' as const, reason })));
  }
}

const CONFLICT =
  'Conflict: another file with the same SOP Instance UID but other pixels is in the library; both are kept, apart from each other.';
const outcomeOf = (path: string, conflict: boolean): ReportedFile =>
  conflict ? { path, outcome: 'conflict', reason: CONFLICT } : { path, outcome: 'imported', reason: '' };

/** In a transaction of its own inside the outer one, so that nothing of it stays when the files can't be accepted. */
const insertFresh = (
  context: HostContext,
  record: (entry: AuditRecord) => void,
  key: string,
  fresh: readonly FreshFile[],
): string[] =>
  context.db.transaction(() => {
    for (const { row } of fresh) insertFile(context.db, row);
    return regroup(
      context,
      record,
      key,
      fresh.flatMap(({ slices }) => slices),
    );
  })();
