/** Tells files that are in the library from new ones, and new ones from those that only claim to be known. */
import { basename } from 'node:path';
import type { HostContext } from '../context.ts';
import { findFilesByUid, seriesOfFile, type FileRow, type SeriesFacts } from '../db/tables/file.ts';
import { listSlicesOfFile, type FreshSlice } from '../db/tables/slice.ts';
import { findStudyId, insertStudy } from '../db/tables/study.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import { SAMPLE_MANUFACTURER } from '../sample/demoSubject.ts';
import type { FoundFile } from './findFiles.ts';
import { identityOf, uidFrom, type Identity } from './identity.ts';
import type { IngestedImage } from './ingestFile.ts';

export interface IngestedFile {
  readonly file: FoundFile;
  readonly image: IngestedImage;
}

export interface FreshFile {
  readonly path: string;
  readonly row: FileRow;
  readonly slices: readonly FreshSlice[];
  /** Another file with its SOP Instance UID shows something else at the same place. */
  readonly conflict: boolean;
}
export interface KnownFile {
  readonly seriesIds: readonly string[];
  readonly reason: string;
  /** Of a file in place that is somewhere else now, or has been copied: its row, and where it is to be found from now on. */
  readonly moved: { readonly fileId: string; readonly path: string; readonly inPlace: boolean } | null;
}

interface Candidate {
  readonly row: FileRow;
  readonly slices: readonly FreshSlice[];
}

/** Equal for slices that show the same at the same place. */
const contentOf = ({ pixelSha256, slice, pixels }: FreshSlice): string =>
  JSON.stringify([pixelSha256, slice.positionMm, slice.rowCosines, pixels.slope, pixels.intercept, pixels.modalityLut]);
const sameContent = (a: Candidate, b: Candidate): boolean =>
  a.slices.length === b.slices.length && a.slices.every((slice, at) => contentOf(slice) === contentOf(b.slices[at]!));
const samePlace = (a: Candidate, b: Candidate): boolean =>
  JSON.stringify(a.slices[0]?.slice.positionMm) === JSON.stringify(b.slices[0]?.slice.positionMm);

/**
 * Makes a function that is given the files of one transaction one after the other: rows for a new file (nothing is stored but its study), or
 * the series that have it already.
 */
export function createRecognition(context: HostContext): (ingested: IngestedFile) => FreshFile | KnownFile {
  const freshByUid = new Map<string, Candidate[]>();
  return ({ file, image }) => {
    const { db } = context;
    const sopInstanceUid = image.header.sopInstanceUid || uidFrom(['image', image.sha256].join('\0'));
    const stored = findFilesByUid(db, sopInstanceUid).map((row) => ({ row, slices: listSlicesOfFile(db, row.id) }));
    const fresh = freshByUid.get(sopInstanceUid) ?? [];
    const known = [...stored, ...fresh];
    const candidate = rowsOf(context, { file, image }, sopInstanceUid, known.length);
    const same = known.find((each) => each.row.sha256 === image.sha256 || sameContent(each, candidate));
    if (same) {
      const identical = same.row.sha256 === image.sha256;
      return {
        seriesIds: seriesOfFile(db, same.row.id),
        reason: identical ? '' : 'The same image is there, with another header.',
        moved: identical ? movedTo(same.row, candidate.row) : null,
      };
    }
    freshByUid.set(sopInstanceUid, [...fresh, candidate]);
    return { path: file.path, ...candidate, conflict: known.some((each) => samePlace(each, candidate)) };
  };
}

const movedTo = ({ id, inPlace, path }: FileRow, now: FileRow): KnownFile['moved'] =>
  inPlace && path !== now.path ? { fileId: id, path: now.path, inPlace: now.inPlace } : null;

function rowsOf(context: HostContext, { file, image }: IngestedFile, sopInstanceUid: string, copy: number): Candidate {
  const { header } = image;
  const identity = identityOf(header, file.path);
  const row: FileRow = {
    id: context.newId(),
    studyId: studyOf(context, header, identity),
    groupingKey: identity.groupingKey,
    seriesInstanceUid: identity.seriesInstanceUid,
    facts: factsOf(header, identity),
    sopInstanceUid,
    sopClassUid: header.sopClassUid,
    copy,
    fileName: basename(file.path),
    path: image.storedAs === null ? file.location : `originals/${image.storedAs}`,
    inPlace: image.storedAs === null,
    sha256: image.sha256,
    byteCount: image.byteCount,
  };
  const slices = image.pixels.map(({ sha256: pixelSha256, ...pixels }, frame) => ({
    ...row,
    id: context.newId(),
    fileId: row.id,
    frame,
    pixelSha256,
    slice: header.frames[frame]!.slice,
    timing: header.frames[frame]!.timing,
    pixels,
    lossy: image.lossy,
  }));
  return { row, slices };
}

const factsOf = (header: ImageHeader, { missingUids }: Identity): SeriesFacts => ({
  modality: header.modality,
  description: header.seriesDescription,
  studyDescription: header.studyDescription,
  seriesNumber: header.seriesNumber,
  acquisitionDate: header.acquisitionDate,
  patientPosition: header.patientPosition,
  frameOfReferenceUid: header.frameOfReferenceUid,
  sample: header.manufacturer === SAMPLE_MANUFACTURER,
  reformat: header.reformat,
  contrastAgent: header.contrast.agent,
  bolusStartSeconds: header.contrast.bolusStartSeconds,
  missingUids,
});

function studyOf(context: HostContext, header: ImageHeader, { studyInstanceUid }: Identity): string {
  const { db } = context;
  const known = findStudyId(db, studyInstanceUid);
  if (known !== undefined) return known;
  const id = context.newId();
  insertStudy(db, {
    id,
    studyInstanceUid,
    patientLabel: header.patientLabel,
    studyDate: header.studyDate,
    description: header.studyDescription,
    importedAt: context.now().toISOString(),
  });
  return id;
}
