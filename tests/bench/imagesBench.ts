/** Segmentations for other programs, in a process of its own: a mask of 512 x 512 x 300 voxels in each format. Prints rows as JSON. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { writeSeg, readSeg, readSegSource, type SegInput } from '../../electron/host/dicom/seg.ts';
import { writeSr } from '../../electron/host/dicom/sr.ts';
import { writeDicom } from '../../electron/host/dicom/write.ts';
import { CT_IMAGE_STORAGE, ctDataset, ctUids } from '../../electron/host/dicom/writeCt.ts';
import { meshFile } from '../../electron/host/mesh/meshFile.ts';
import { writeSegNrrd } from '../../electron/host/nrrd/index.ts';
import { seriesDescription, smallGeometry } from '../fixtures/index.ts';
import { hasReader, PYTHON } from '../fixtures/peers/index.ts';
import { reportInput } from '../fixtures/report.ts';
import { atMost, goals } from './goals.ts';
import { medianSeconds, showSeconds, times, type Row } from './measure.ts';

const RUNS = 3;
const dims = [512, 512, 300] as const;
const geometry: VolumeGeometry = smallGeometry({ dims, spacingMm: [0.75, 0.75, 1] });
const labels = liver();
const uids = ctUids(seriesDescription);
const slice = new Int16Array(dims[0] * dims[1]);
const input: SegInput = {
  labels,
  geometry,
  sourceImages: Array.from({ length: dims[2] }, (_, k) => ({
    sopInstanceUid: uids.instance(k),
    sopClassUid: CT_IMAGE_STORAGE,
    k,
  })),
  header: readSegSource(writeDicom(ctDataset(seriesDescription, geometry, 0, slice))),
  algorithm: { type: 'SEMIAUTOMATIC', name: 'bench@1' },
  version: 'bench',
};

/** An ellipsoid of a liver's size (1.7 L), a remnant, a lesion in each part. */
function liver(): Uint8Array {
  const mask = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const ball = (i: number, j: number, k: number, [x, y, z, r]: readonly [number, number, number, number]): boolean =>
    Math.hypot((i - x) * 0.75, (j - y) * 0.75, k - z) <= r;
  for (let k = 60; k < 240; k++)
    for (let j = 140; j < 410; j++)
      for (let i = 90; i < 390; i++) {
        if (Math.hypot((i - 240) / 140, (j - 275) / 125, (k - 150) / 85) > 1) continue;
        const inFlr = i < 190;
        const isTumour = ball(i, j, k, [300, 280, 160, 25]) || ball(i, j, k, [150, 280, 140, 10]);
        mask[i + dims[0] * (j + dims[1] * k)] = isTumour ? (inFlr ? 4 : 3) : inFlr ? 2 : 1;
      }
  return mask;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

async function measured(what: string, make: () => Uint8Array | null): Promise<Row & { readonly seconds: number }> {
  let bytes = 0;
  const seconds = await medianSeconds(RUNS, () => {
    bytes = make()?.length ?? 0;
  });
  return { what, seconds, value: `${showSeconds(seconds)}, ${megabytes(bytes)}` };
}

/** The same segments and frames by pydicom; null where it isn't installed. */
function byPydicom(): { readonly seconds: number; readonly bytes: number } | null {
  if (!hasReader('pydicom')) return null;
  const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-images-'));
  try {
    const [from, to] = [path.join(work, 'labels'), path.join(work, 'seg.dcm')];
    writeFileSync(from, labels);
    const script = path.join(import.meta.dirname, 'pydicom_seg.py');
    const { stdout } = spawnSync(PYTHON, ['-B', script, from, to, ...dims.map(String)], { encoding: 'utf8' });
    return { seconds: (JSON.parse(stdout) as { seconds: number }).seconds, bytes: statSync(to).size };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const binary = await measured('DICOM SEG, binary, written', () => writeSeg(input));
const peer = byPydicom();
const goal = atMost(binary.seconds, goals.segSeconds, `${goals.segSeconds} s`);
const ratio =
  peer &&
  times(
    binary.seconds,
    peer.seconds,
    `pydicom writing the same (${showSeconds(peer.seconds)}, ${megabytes(peer.bytes)})`,
  );
const file = writeSeg(input);
const rows: Row[] = [
  { what: binary.what, value: binary.value, goal, ...(ratio !== null && { ratio }) },
  await measured('DICOM SEG, label map with RLE, written', () => writeSeg({ ...input, form: 'labelmap' })),
  await measured('DICOM SEG, binary, read back', () => readSeg(file, geometry).labels()),
  await measured('NRRD with Slicer’s segments, written', () => writeSegNrrd({ labels, geometry })),
  await measured('DICOM SR of a time point, written', () => writeSr(reportInput())),
  await measured('surface of the liver as STL', () => meshFile({ labels, geometry, format: 'stl', segment: 'liver' })),
];
process.stdout.write(JSON.stringify(rows));
