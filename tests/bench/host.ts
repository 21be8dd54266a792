/** Import, decoding and storing, in a process of its own so that its peak memory is the host's. Prints rows as JSON. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { patientToIndex } from '../../electron/core/domain/geometry.ts';
import type { Series } from '../../electron/core/contract/library.ts';
import { openHost, type Host } from '../../electron/host/open.ts';
import { importPaths } from '../../electron/host/library/index.ts';
import { commandExists } from '../../scripts/machine.ts';
import { medianSeconds, peakMemoryMb, seconds, showMemory, showSeconds, times, type Row } from './measure.ts';

const caseFolder = process.argv[2]!;
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-host-'));
const rows: Row[] = [];
const add = (what: string, value: string, ratio?: string) =>
  rows.push(ratio === undefined ? { what, value } : { what, value, ratio });

const host = await openHost({ dataFolder: path.join(work, 'data'), version: 'bench' });
const files = readdirSync(caseFolder).map((name) => path.join(caseFolder, name));
// The first reading is not counted: afterwards every reader finds the files in memory.
const catSeconds = await medianSeconds(5, () => execFileSync('cat', files, { stdio: ['ignore', 'ignore', 'inherit'] }));

const importSeconds = await seconds(() => importPaths(host.context, { paths: [caseFolder] }));
add(
  'import of the folder (copy, checksum, geometry, index)',
  showSeconds(importSeconds),
  times(importSeconds, catSeconds, 'cat'),
);
const [series] = await host.handlers.library.listSeries({});
if (!series?.geometry) throw new Error('The case gave no volume.');

const middle = series.geometry.dims[2] >> 1;
const first = await seconds(() => fetchVolume(host, series, `?from=${middle}&count=1`));
add('first slice after import, nothing decoded yet', showSeconds(first));
const decode = await seconds(() => fetchVolume(host, series));
add('full volume, decoded and cached', showSeconds(decode), times(decode, catSeconds, 'cat'));
const reopen = await medianSeconds(5, () => fetchVolume(host, series));
add('full volume, from the cache', showSeconds(reopen), times(reopen, catSeconds, 'cat'));
await peerDcm2niix(importSeconds + decode);

const { id: segmentationId } = await host.handlers.segmentation.open({ seriesId: series.id });
let parentRevisionId: string | null = null;
const stored: number[] = [];
for (let run = 0; run < 10; run++) {
  const bytes = gzipSync(encodeRuns({ dims: series.geometry.dims, labels: ballLabels(series, 20 + 5 * run) }));
  stored.push(
    await seconds(async () => {
      const put = new Request('http://bench/blob/upload', { method: 'PUT', body: bytes });
      const { uploadId } = (await (await host.handleBlob(put)).json()) as { uploadId: string };
      const action = { title: 'Bench', tool: 'bench@1', parameters: {} };
      const revision = await host.handlers.segmentation.commit({
        segmentationId,
        parentRevisionId,
        uploadId,
        action,
        cut: null,
      });
      parentRevisionId = revision.id;
    }),
  );
}
stored.sort((a, b) => a - b);
add('revision of a segmentation stored, with its audit row (median of 10)', showSeconds(stored[5]!));
add('peak memory of the host', showMemory(peakMemoryMb(process.pid)));

await host.close();
rmSync(work, { recursive: true, force: true });
process.stdout.write(JSON.stringify(rows));

async function fetchVolume({ handleBlob }: Host, { id }: Series, query = ''): Promise<void> {
  const response = await handleBlob(new Request(`http://bench/blob/volume/${id}${query}`));
  if (!response.ok || !response.body) throw new Error(await response.text());
  const reader = response.body.getReader();
  while (!(await reader.read()).done);
}

/** A ball in the middle of the volume, as a liver's stand-in for size. */
function ballLabels({ geometry }: Series, radiusMm: number): Uint8Array {
  const { dims, spacingMm } = geometry!;
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const centre = patientToIndex(geometry!, geometry!.originMm).map((at, axis) => at + dims[axis]! / 2);
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++) {
        const distance = Math.hypot(
          (i - centre[0]!) * spacingMm[0],
          (j - centre[1]!) * spacingMm[1],
          (k - centre[2]!) * spacingMm[2],
        );
        if (distance <= radiusMm) labels[at] = 1;
      }
  return labels;
}

/** The usual converter reads the same folder and writes one uncompressed volume, which is what the two steps above do together. */
async function peerDcm2niix(ours: number): Promise<void> {
  if (!commandExists('dcm2niix')) {
    add('import and full volume, against dcm2niix', 'dcm2niix is not installed');
    return;
  }
  const out = path.join(work, 'dcm2niix');
  const convert = async () => {
    await rm(out, { recursive: true, force: true });
    execFileSync('mkdir', ['-p', out]);
    execFileSync('dcm2niix', ['-z', 'n', '-o', out, caseFolder], { stdio: 'ignore' });
  };
  const peer = await medianSeconds(3, convert);
  add('import and full volume together', showSeconds(ours), times(ours, peer, `dcm2niix (${showSeconds(peer)})`));
}
