/** The record of many subjects, in a process of its own: `node recordTask.ts SUBJECTS`. Prints its times as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unknownDetails } from '../../electron/core/contract/trial.ts';
import { dateOfDay, dayNumber } from '../../electron/core/domain/dates.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { insertEmbolisation } from '../../electron/host/db/tables/embolisation.ts';
import { insertFunctionTest } from '../../electron/host/db/tables/functionTest.ts';
import { insertMeasure } from '../../electron/host/db/tables/measure.ts';
import { insertStudy } from '../../electron/host/db/tables/study.ts';
import { insertSeries, updateSeriesGeometry } from '../../electron/host/db/tables/series.ts';
import { insertSubject } from '../../electron/host/db/tables/subject.ts';
import { insertTimePoint } from '../../electron/host/db/tables/timePoint.ts';
import { openContext } from '../../electron/host/openContext.ts';
import { addSite, getSubject, listSubjects, overview } from '../../electron/host/trial/index.ts';
import { resultsForSubject } from '../../electron/host/volumetry/index.ts';
import { judged, storedSeries, storedStudy } from '../host/storedCt.ts';
import { medianSeconds } from './measure.ts';
import type { RecordTimes, Taken } from './recordTimes.ts';

const RUNS = 15;
const now = new Date('2026-06-01T12:00:00Z');
const count = Number(process.argv[2]);
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-record-'));
const store = openContext({ dataFolder: path.join(work, 'data'), version: 'bench', now: () => now });
const { context } = store;
try {
  const ids = fill(context, count);
  const middle = ids[count >> 1]!;
  const { db } = context;
  const times: RecordTimes = {
    subjects: count,
    overview: await measure(() => overview(context, {})),
    filter: await measure(() => overview(context, { status: 'overdue', text: '7', order: 'next' })),
    whole: await measure(() => listSubjects(context)),
    subject: await measure(() => getSubject(context, { subjectId: middle })),
    timeLine: await measure(() => resultsForSubject(context, { subjectId: middle })),
    plainSql: await measure(() =>
      db
        .prepare(
          `SELECT subject.*, (SELECT min(date) FROM embolisation WHERE subject_id = subject.id) AS embolised,
             time_point.kind, time_point.date, time_point.series_id
           FROM subject LEFT JOIN time_point ON time_point.subject_id = subject.id AND removed_at IS NULL
           ORDER BY code, time_point.date`,
        )
        .all(),
    ),
  };
  process.stdout.write(JSON.stringify(times));
} finally {
  await store.close();
  rmSync(work, { recursive: true, force: true });
}

/** Two calls first, so that what they need is compiled. */
async function measure(work: () => unknown): Promise<Taken> {
  work();
  const seconds = await medianSeconds(RUNS, work);
  const before = process.cpuUsage();
  for (let run = 0; run < RUNS; run++) work();
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpuSeconds: (user + system) / 1e6 / RUNS };
}

/** Subjects of three sites with height and weight, an embolisation, a function test and four CTs each; some have CTs to come. */
function fill(host: HostContext, subjects: number): string[] {
  const sites = ['NL01', 'NL02', 'BE01'].map((code) => addSite(host, { code, name: '' }));
  const facts = { recordedAt: now.toISOString(), corrected: false };
  const { db } = host;
  return host.change((record) => {
    const studyId = host.newId();
    insertStudy(db, storedStudy({ id: studyId, date: null, importedAt: facts.recordedAt }));
    const ids = Array.from({ length: subjects }, (_, index) => {
      const id = host.newId();
      const zero = dayNumber('2026-06-01') - (index % 60);
      const entry = (day: number) => ({ id: host.newId(), date: dateOfDay(day), ...facts });
      insertSubject(db, {
        id,
        code: `NL01-${String(index).padStart(5, '0')}`,
        siteId: sites[index % sites.length]!.id,
        protocolId: 'dragon2',
        sex: index % 2 === 0 ? 'male' : 'female',
        liverQuality: 'normal',
        yearOfBirth: 1940 + (index % 50),
        plannedResection: { kind: 'right_hemihepatectomy', note: '' },
        earlierProcedures: [],
        createdAt: facts.recordedAt,
      });
      insertMeasure(db, id, { ...entry(zero - 10), heightCm: 175, weightKg: 80 });
      insertEmbolisation(db, id, {
        ...entry(zero),
        kind: 'pve',
        portalBranches: ['right_anterior', 'right_posterior'],
        hepaticVeins: [],
        materials: ['glue_lipiodol'],
        note: '',
        details: unknownDetails,
      });
      insertFunctionTest(db, id, {
        ...entry(zero),
        uptakePctPerMin: 14,
        flrSharePct: 38,
        tracer: 'mebrofenin_99mtc',
        activityMbq: 200,
        note: '',
      });
      const visits = [
        ['baseline', zero - 5],
        ['w1', zero + 7],
        ['w3', zero + 21],
        // Some have their last CT still to come.
        [index % 6 === 0 ? 'unscheduled' : 'w6', zero + 42],
      ] as const;
      for (const [kind, day] of visits) {
        const seriesId = addSeries(host, studyId);
        insertTimePoint(db, id, { ...entry(day), kind, seriesId, quality: null, note: '' });
      }
      return id;
    });
    record({ action: 'create', entity: 'subject', entityId: ids[0]!, newValue: { subjects } });
    return ids;
  });
}

/** A regular series without files. */
function addSeries(host: HostContext, studyId: string): string {
  const { db } = host;
  const id = host.newId();
  insertSeries(db, storedSeries({ id, studyId, date: null, importedAt: now.toISOString() }));
  updateSeriesGeometry(db, id, judged());
  return id;
}
