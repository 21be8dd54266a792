/** A subject with two CTs of 300 slices, in a process of its own: `node packageTask.ts`. Prints its times as JSON. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { packageOptions } from '../../electron/core/contract/package.ts';
import { openContext } from '../../electron/host/openContext.ts';
import { createPackage, openPackage, verifyPackage } from '../../electron/host/package/index.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { subjectReport } from '../../electron/host/report/index.ts';
import { getSubject } from '../../electron/host/trial/index.ts';
import { packageCase } from '../fixtures/package/case.ts';
import { peakMemoryMb, resetPeakMemory, seconds } from './measure.ts';
import type { PackageTimes } from './packageTimes.ts';

const SLICES = 300;
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-package-'));
const store = openContext({ dataFolder: path.join(work, 'data'), version: 'bench' });
const { context } = store;
try {
  const { subjectId } = await packageCase(context, work, { dims: [512, 512, SLICES], spacingMm: [0.7, 0.7, 0.95] });
  for (const { seriesId } of getSubject(context, { subjectId }).timePoints) await loadVolume(context, seriesId);
  resetPeakMemory();
  let count = 0;
  const make = async (form: 'folder' | 'zip', withCt: boolean) => {
    const target = path.join(work, `out-${++count}${form === 'zip' ? '.zip' : ''}`);
    const options = packageOptions.parse({
      withCt,
      incompleteReason: 'measured before anybody signed',
      ...(count > 1 && { replaceReason: 'measured again' }),
    });
    let byteCount = 0;
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const time = await seconds(async () => {
      ({ byteCount } = await createPackage(context, { subjectId, options, target, form }));
    });
    delays.disable();
    return { target, time, byteCount, stallMs: delays.max / 1e6 };
  };
  const check = (target: string) => seconds(async () => verifyPackage(await openPackage(target)));
  await make('folder', false);
  const plain = await make('folder', false);
  const zip = await make('zip', false);
  const full = await make('folder', true);
  const copyCtSeconds = await seconds(() => {
    cpSync(path.join(full.target, 'ct'), path.join(work, 'copy'), { recursive: true });
    for (const entry of readdirSync(path.join(work, 'copy'), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) readFileSync(path.join(entry.parentPath, entry.name));
  });
  const times: PackageTimes = {
    slices: SLICES,
    withoutCtSeconds: plain.time,
    withoutCtBytes: plain.byteCount,
    withoutCtStallMs: plain.stallMs,
    withCtSeconds: full.time,
    withCtBytes: full.byteCount,
    withCtStallMs: full.stallMs,
    zipSeconds: zip.time,
    reportSeconds: await seconds(() => subjectReport(context, { subjectId, paper: 'a4' })),
    verifySeconds: await check(plain.target),
    verifyWithCtSeconds: await check(full.target),
    copyCtSeconds,
    peakMb: peakMemoryMb(process.pid),
  };
  process.stdout.write(JSON.stringify(times));
} finally {
  await store.close();
  rmSync(work, { recursive: true, force: true });
}
