/** The record of 200, 2,000 and 20,000 subjects with four time points each, how its times grow, and a plain query beside them. */
import { atMost, goals } from './goals.ts';
import { runTask, showSeconds, times, type Row } from './measure.ts';
import type { RecordTimes } from './recordTimes.ts';

const SIZES = [200, 2000, 20_000] as const;
/** The goal is set for this many. */
const OF_THE_GOAL = 2000;

const measured = [
  ['overview of all subjects, next due first', 'overviewSeconds'],
  ['overview, filtered by state and code', 'filterSeconds'],
  ['all subjects with everything recorded', 'wholeSeconds'],
  ['one subject with everything recorded', 'subjectSeconds'],
  ['time line of one subject', 'timeLineSeconds'],
] as const;

/** One table row per time and size. */
export async function benchRecord(): Promise<Row[]> {
  const runs: RecordTimes[] = [];
  for (const size of SIZES) runs.push(await runTask<RecordTimes>('recordTask.ts', String(size)));
  const smallest = runs[0]!;
  return measured.flatMap(([what, key]) =>
    runs.map(({ subjects, plainSqlSeconds, ...run }) => ({
      what: `${what}, ${subjects} subjects`,
      value: `${showSeconds(run[key])}, ${(run[key] / smallest[key]).toFixed(1)} x that of ${smallest.subjects}`,
      ratio:
        key.endsWith('subjectSeconds') || key === 'timeLineSeconds'
          ? ''
          : times(run[key], plainSqlSeconds, 'plain SQL'),
      ...(subjects === OF_THE_GOAL && {
        goal: atMost(run[key], goals.recordSeconds, `${goals.recordSeconds * 1000} ms`),
      }),
    })),
  );
}
