/** The submission package of a subject with two CTs of 300 slices, without and with the images. */
import { atMost, goals } from './goals.ts';
import { runTask, showMemory, showSeconds, times, type Row } from './measure.ts';
import type { PackageTimes } from './packageTimes.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export async function benchPackage(): Promise<Row[]> {
  const run = await runTask<PackageTimes>('packageTask.ts');
  return [
    {
      what: 'package without CT, verified and read back',
      value: `${showSeconds(run.withoutCtSeconds)}, ${megabytes(run.withoutCtBytes)}`,
      goal: atMost(run.withoutCtSeconds, goals.packageSeconds, `${goals.packageSeconds} s`),
    },
    { what: 'the same as a ZIP file', value: showSeconds(run.zipSeconds) },
    {
      what: 'package with the de-identified CTs',
      value: `${showSeconds(run.withCtSeconds)}, ${megabytes(run.withCtBytes)}`,
      ratio: times(run.withCtSeconds, run.copyCtSeconds, 'copying and reading the images'),
    },
    {
      what: 'longest wait of other calls while a package is written, without and with CTs',
      value: `${run.withoutCtStallMs.toFixed(0)} ms, ${run.withCtStallMs.toFixed(0)} ms`,
      goal: atMost(
        Math.max(run.withoutCtStallMs, run.withCtStallMs),
        goals.packageStallMs,
        `${goals.packageStallMs} ms`,
      ),
    },
    { what: 'report alone (PDF)', value: showSeconds(run.reportSeconds) },
    { what: 'verify, without CT', value: showSeconds(run.verifySeconds) },
    { what: 'verify, with CT', value: showSeconds(run.verifyWithCtSeconds) },
    { what: 'peak memory', value: showMemory(run.peakMb) },
  ];
}
