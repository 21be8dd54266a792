/**
 * A host that works until it is killed: `node crashingHost.ts FOLDER SEED`. Each line it writes acknowledges a change that is stored; lines are
 * written synchronously, so what was written was acknowledged.
 */
import { writeSync } from 'node:fs';
import { openContext } from '../../electron/host/openContext.ts';
import { openSegmentation, storeRevision } from '../../electron/host/segmentation/index.ts';
import { addMeasure, addSubject, setTimePoint } from '../../electron/host/trial/index.ts';
import { listSeriesRows } from '../../electron/host/db/tables/series.ts';
import { labelsOfSeed } from './crashLabels.ts';
import type { Acknowledged } from './crashLabels.ts';

const [folder, seedText] = process.argv.slice(2);
const { context } = openContext({ dataFolder: folder!, version: '0.0.0-test' });
const [series] = listSeriesRows(context.db);
const acknowledge = (fact: Acknowledged): void => {
  writeSync(1, `${JSON.stringify(fact)}\n`);
};

for (let count = 0, seed = Number(seedText); ; count++, seed = (seed * 48271) % 0x7fffffff) {
  const code = `S${seedText!}-${count}`;
  const subject = addSubject(context, { code, sex: 'other', liverQuality: 'normal' });
  acknowledge({ kind: 'subject', subjectId: subject.id, code });
  if (seed % 3 === 0) {
    const measure = { date: '2026-01-01', heightCm: 150 + (seed % 50), weightKg: 60 };
    addMeasure(context, { subjectId: subject.id, measure });
    acknowledge({ kind: 'measure', subjectId: subject.id, heightCm: measure.heightCm });
  }
  if (seed % 2 === 0) {
    const { id: segmentationId, head } = openSegmentation(context, { seriesId: series!.id });
    const revision = await storeRevision(context, {
      segmentationId,
      parentRevisionId: head?.id ?? null,
      action: { title: 'Paint', tool: 'paint@1', parameters: { seed } },
      cut: null,
      labels: labelsOfSeed(seed),
    });
    acknowledge({ kind: 'revision', revisionId: revision.id, seed });
  }
  if (count === 0) {
    try {
      setTimePoint(context, { subjectId: subject.id, kind: 'baseline', seriesId: series!.id });
    } catch {
      // Taken by the subject of a host that was killed before.
    }
  }
}
