import type { Database } from 'better-sqlite3';
import { unknownDetails } from '../../../core/contract/trial.ts';
import type { Embolisation, EmbolisationDetails } from '../../../core/contract/trial.ts';
import { parseJson } from '../json.ts';
import { compareText, countingEntries, type Corrected, type Whose } from './bySubject.ts';

interface StoredEmbolisation extends Pick<Embolisation, 'id' | 'date' | 'kind' | 'note' | 'recordedAt'> {
  readonly subjectId: string;
  readonly portalBranches: string;
  readonly hepaticVeins: string;
  readonly materials: string;
  readonly details: string | null;
}

/** Those that count, by date; of one day, by time and kind. */
export const embolisationsOf = (
  db: Database,
  whose: Whose,
  corrected: Corrected,
): ReadonlyMap<string, Embolisation[]> =>
  countingEntries<StoredEmbolisation, Embolisation>(db, whose, corrected, {
    select: `SELECT id, subject_id AS subjectId, date, kind, portal_branches AS portalBranches, hepatic_veins AS hepaticVeins,
       materials, note, details, recorded_at AS recordedAt
     FROM embolisation`,
    make: (row, isCorrected) => ({
      id: row.id,
      recordedAt: row.recordedAt,
      corrected: isCorrected,
      date: row.date,
      kind: row.kind,
      portalBranches: parseJson(row.portalBranches) as Embolisation['portalBranches'],
      hepaticVeins: parseJson(row.hepaticVeins) as Embolisation['hepaticVeins'],
      materials: parseJson(row.materials) as Embolisation['materials'],
      note: row.note,
      details: row.details === null ? unknownDetails : wholeDetails(row.details, row.kind),
    }),
    order: (a, b) =>
      compareText(a.date, b.date) ||
      compareText(a.details.time ?? '', b.details.time ?? '') ||
      compareText(a.kind, b.kind) ||
      compareText(a.id, b.id),
  });

/** Success was asked for once for all veins at first; it holds for those that the procedure was for. */
function wholeDetails(stored: string, kind: Embolisation['kind']): EmbolisationDetails {
  const parsed = parseJson(stored) as Partial<EmbolisationDetails> & {
    technicalSuccess?: EmbolisationDetails['portalSuccess'];
  };
  if (!('technicalSuccess' in parsed)) return { ...unknownDetails, ...parsed };
  const { technicalSuccess = null, ...told } = parsed;
  const portalSuccess = kind === 'hve' ? null : technicalSuccess;
  const hepaticSuccess = kind === 'pve' ? null : technicalSuccess;
  return { ...unknownDetails, portalSuccess, hepaticSuccess, ...told };
}

export function insertEmbolisation(db: Database, subjectId: string, row: Embolisation): void {
  const { id, date, kind, note, recordedAt } = row;
  db.prepare(
    `INSERT INTO embolisation (id, subject_id, date, kind, portal_branches, hepatic_veins, materials, note, details,
       recorded_at)
     VALUES (@id, @subjectId, @date, @kind, @portalBranches, @hepaticVeins, @materials, @note, @details,
       @recordedAt)`,
  ).run({
    id,
    subjectId,
    date,
    kind,
    note,
    recordedAt,
    portalBranches: JSON.stringify(row.portalBranches),
    hepaticVeins: JSON.stringify(row.hepaticVeins),
    materials: JSON.stringify(row.materials),
    details: JSON.stringify(row.details),
  });
}
