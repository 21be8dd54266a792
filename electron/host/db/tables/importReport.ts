import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import {
  fileOutcome,
  importReport,
  type FileOutcome,
  type ImportReport,
  type ReportedFile,
} from '../../../core/contract/library.ts';

interface StoredReport {
  id: string;
  startedAt: string;
  finishedAt: string | null;
  state: string;
  sources: string;
  imported: number;
  alreadyThere: number;
}

interface StoredFileOutcome {
  path: string;
  outcome: string;
  reason: string;
}

const outcomeFromStored = ({ outcome, ...row }: StoredFileOutcome): ReportedFile => ({
  ...row,
  outcome: fileOutcome.parse(outcome),
});

const select = `
  SELECT id, started_at AS startedAt, finished_at AS finishedAt, state, sources, imported, already_there AS alreadyThere
  FROM import_report`;

function fromStored(db: Database, row: StoredReport): ImportReport {
  return {
    ...row,
    state: importReport.shape.state.parse(row.state),
    sources: z.array(z.string()).parse(JSON.parse(row.sources)),
    skipped: db
      .prepare<[string], StoredFileOutcome>(
        `SELECT path, outcome, reason FROM import_file
         WHERE import_report_id = ? AND outcome NOT IN ('imported', 'already_there') ORDER BY ordinal`,
      )
      .all(row.id)
      .map(outcomeFromStored),
    seriesIds: db
      .prepare<[string], string>('SELECT series_id FROM import_series WHERE import_report_id = ? ORDER BY rowid')
      .pluck()
      .all(row.id),
  };
}

export function getImportReport(db: Database, importId: string): ImportReport | undefined {
  const row = db.prepare<[string], StoredReport>(`${select} WHERE id = ?`).get(importId);
  return row && fromStored(db, row);
}

/** Newest first. */
export function listImportReports(db: Database): ImportReport[] {
  return db
    .prepare<[], StoredReport>(`${select} ORDER BY id DESC`)
    .all()
    .map((row) => fromStored(db, row));
}

/** Every file of an import, or those with one outcome, in the order they were found. */
export function listImportFiles(
  db: Database,
  importId: string,
  {
    outcome,
    offset,
    limit,
  }: { readonly outcome?: FileOutcome | undefined; readonly offset: number; readonly limit: number },
): { total: number; files: ReportedFile[] } {
  const where = 'FROM import_file WHERE import_report_id = @importId AND (@outcome IS NULL OR outcome = @outcome)';
  const asked = { importId, outcome: outcome ?? null, offset, limit };
  const total = db.prepare<[typeof asked], number>(`SELECT count(*) ${where}`).pluck().get(asked);
  const files = db
    .prepare<[typeof asked], StoredFileOutcome>(
      `SELECT path, outcome, reason ${where} ORDER BY ordinal LIMIT @limit OFFSET @offset`,
    )
    .all(asked);
  return { total: total ?? 0, files: files.map(outcomeFromStored) };
}

export function insertImportReport(
  db: Database,
  report: { readonly id: string; readonly startedAt: string; readonly sources: readonly string[] },
): void {
  db.prepare(
    `INSERT INTO import_report (id, started_at, finished_at, state, sources, imported, already_there)
     VALUES (@id, @startedAt, NULL, 'running', @sources, 0, 0)`,
  ).run({ ...report, sources: JSON.stringify(report.sources) });
}

/** Adds what one batch did to the report. */
export function extendImportReport(
  db: Database,
  importId: string,
  batch: { readonly files: readonly ReportedFile[]; readonly seriesIds: Iterable<string> },
): void {
  const count = (outcomes: readonly string[]): number =>
    batch.files.filter(({ outcome }) => outcomes.includes(outcome)).length;
  db.prepare('UPDATE import_report SET imported = imported + ?, already_there = already_there + ? WHERE id = ?').run(
    count(['imported', 'conflict']),
    count(['already_there']),
    importId,
  );
  const first = db
    .prepare<[string], number>('SELECT count(*) FROM import_file WHERE import_report_id = ?')
    .pluck()
    .get(importId);
  const addFile = db.prepare(
    'INSERT INTO import_file (import_report_id, ordinal, path, outcome, reason) VALUES (?, ?, ?, ?, ?)',
  );
  batch.files.forEach(({ path, outcome, reason }, index) =>
    addFile.run(importId, (first ?? 0) + index, path, outcome, reason),
  );
  const addSeries = db.prepare('INSERT OR IGNORE INTO import_series (import_report_id, series_id) VALUES (?, ?)');
  for (const seriesId of batch.seriesIds) addSeries.run(importId, seriesId);
}

export function endImportReport(
  db: Database,
  importId: string,
  end: { readonly state: 'done' | 'cancelled' | 'failed'; readonly finishedAt: string },
): void {
  db.prepare('UPDATE import_report SET state = ?, finished_at = ? WHERE id = ?').run(
    end.state,
    end.finishedAt,
    importId,
  );
}
