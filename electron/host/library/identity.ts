/** What tells files, series and studies apart, also where a file lacks the identifiers that should. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { SeriesFacts } from '../db/tables/file.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';

/** A UID made of text, always the same one: UUID-derived form (PS3.5 B.2) with the bits of a version 8 UUID. */
export function uidFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
}

export interface Identity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Files with one key are looked at together. */
  readonly groupingKey: string;
  /** Those that are not the file's own. */
  readonly missingUids: SeriesFacts['missingUids'];
}

/**
 * Files without a Study Instance UID are of one study when they are of one patient and day; files without a Series Instance UID of one series
 * when they are of one study and lie in one folder.
 * @param path of the file, as it is shown
 */
export function identityOf(header: ImageHeader, path: string): Identity {
  const { patientLabel, studyDate } = header;
  const missingUids: SeriesFacts['missingUids'] = [];
  if (!header.studyInstanceUid) missingUids.push('study');
  if (!header.seriesInstanceUid) missingUids.push('series');
  if (!header.sopInstanceUid) missingUids.push('image');
  const study = header.studyInstanceUid || uidFrom(['study', patientLabel, studyDate ?? ''].join('\0'));
  const groupingKey = header.seriesInstanceUid || `${study} ${dirname(path)}`;
  return {
    studyInstanceUid: study,
    seriesInstanceUid: header.seriesInstanceUid || uidFrom(['series', groupingKey].join('\0')),
    groupingKey,
    missingUids,
  };
}
