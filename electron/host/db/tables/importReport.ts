import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { importReport, type ImportReport } from '../../../core/contract/library.ts';

interface StoredReport {
  id: string;
  startedAt: string;
  finishedAt: string | null;
  state: string;
  sources: string;
  imported: number;
  alreadyThere: number;
}

const select = `
  SELECT id, started_at AS startedAt, finished_at AS finishedAt, state, sources, imported, already_there AS alreadyThere
  FROM import_report`;

function fromStored(db: Database, row: StoredReport): ImportReport {
  return {
    ...row,
    state: importReport.shape.state.parse(row.state),
    sources: z.array(z.string()).parse(JSON.parse(row.sources)),
    skipped: db
      .prepare<[string], { path: string; reason: string }>(
        'SELECT path, reason FROM import_skipped_file WHERE import_report_id = ? ORDER BY ordinal',
      )
      .all(row.id),
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
  batch: {
    readonly imported: number;
    readonly alreadyThere: number;
    readonly skipped: ImportReport['skipped'];
    readonly seriesIds: Iterable<string>;
  },
): void {
  db.prepare('UPDATE import_report SET imported = imported + ?, already_there = already_there + ? WHERE id = ?').run(
    batch.imported,
    batch.alreadyThere,
    importId,
  );
  const nextOrdinal = db
    .prepare<[string], number>('SELECT count(*) FROM import_skipped_file WHERE import_report_id = ?')
    .pluck();
  const first = nextOrdinal.get(importId) ?? 0;
  const addSkipped = db.prepare(
    'INSERT INTO import_skipped_file (import_report_id, ordinal, path, reason) VALUES (?, ?, ?, ?)',
  );
  batch.skipped.forEach(({ path, reason }, index) => addSkipped.run(importId, first + index, path, reason));
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
