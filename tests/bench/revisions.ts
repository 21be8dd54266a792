/** Storing a segmentation, in a process of its own. Prints rows as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { patientToIndex, voxelCount } from '../../electron/core/domain/geometry.ts';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { median, seconds, showSeconds, type Row } from './measure.ts';
import { importPaths, openHost } from './product.ts';

const caseFolder = process.argv[2]!;
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-revisions-'));
const host = await openHost({ dataFolder: path.join(work, 'data'), version: 'bench' });
await importPaths(host.context, { paths: [caseFolder] });
const [series] = await host.handlers.library.listSeries({});
if (!series?.geometry) throw new Error('The case gave no volume.');
const { geometry } = series;

const { id: segmentationId } = await host.handlers.segmentation.open({ seriesId: series.id });
let parentRevisionId: string | null = null;
const stored: number[] = [];
for (let run = 0; run < 10; run++) {
  const bytes = gzipSync(encodeRuns({ dims: geometry.dims, labels: ballLabels(geometry, 20 + 5 * run) }));
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
await host.close();
rmSync(work, { recursive: true, force: true });
const rows: Row[] = [
  { what: 'revision of a segmentation stored, with its audit row (median of 10)', value: showSeconds(median(stored)) },
];
process.stdout.write(JSON.stringify(rows));

/** A ball in the middle of the volume, as a liver's stand-in for size. */
function ballLabels(grid: VolumeGeometry, radiusMm: number): Uint8Array {
  const { dims, spacingMm } = grid;
  const labels = new Uint8Array(voxelCount(grid));
  const centre = patientToIndex(grid, grid.originMm).map((at, axis) => at + dims[axis]! / 2);
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
