/** The record of 200, 2,000 and 20,000 subjects with four time points each, how its times grow, and a plain query beside them. */
import { atMost, goals } from './goals.ts';
import { runTask, showSeconds, times, type Row } from './measure.ts';
import type { RecordTimes } from './recordTimes.ts';

const SIZES = [200, 2000, 20_000] as const;
/** The goal is set for this many. */
const OF_THE_GOAL = 2000;

const measured = [
  ['overview of all subjects, next due first', 'overview'],
  ['overview, filtered by state and code', 'filter'],
  ['all subjects with everything recorded', 'whole'],
  ['one subject with everything recorded', 'subject'],
  ['time line of one subject', 'timeLine'],
] as const;
/** These read one subject; the plain query reads all. */
const ofOne: ReadonlySet<string> = new Set(['subject', 'timeLine']);

/** One table row per time and size. */
export async function benchRecord(): Promise<Row[]> {
  const runs: RecordTimes[] = [];
  for (const size of SIZES) runs.push(await runTask<RecordTimes>('recordTask.ts', String(size)));
  const smallest = runs[0]!;
  return measured.flatMap(([what, key]) =>
    runs.map(({ subjects, plainSql, ...run }) => {
      const { seconds, cpuSeconds } = run[key];
      const growth = (cpuSeconds / smallest[key].cpuSeconds).toFixed(1);
      return {
        what: `${what}, ${subjects} subjects`,
        value: `${showSeconds(seconds)}, processor ${showSeconds(cpuSeconds)} (${growth} x that of ${smallest.subjects})`,
        ...(!ofOne.has(key) && { ratio: times(cpuSeconds, plainSql.cpuSeconds, 'plain SQL') }),
        ...(subjects === OF_THE_GOAL && {
          goal: atMost(seconds, goals.recordSeconds, `${goals.recordSeconds * 1000} ms`),
        }),
      };
    }),
  );
}
