import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Stroke } from '../../electron/core/contract/common.ts';
import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { importPaths } from '../../electron/host/library/index.ts';
import { labelsOnGrid, readNiftiFile } from '../../electron/host/nifti/index.ts';
import { openHost } from '../../electron/host/open.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { growLiver, LiverMemory, quietContext, wholeMask } from '../../wasm/kernels/index.ts';
import { nextStroke } from '../bench/segmentation/simulatedReader.ts';
import { agreement } from './agreement.ts';

const folder = path.join(process.env['REMNANT_TEST_DATA'] ?? '', 'ircadb-01');
const isThere = process.env['REMNANT_TEST_DATA'] !== undefined && existsSync(folder);

/** Strokes that need no knowledge of this patient: the longest row of liver at three heights of it, with a margin at the ends. */
function strokesAcross(liver: Uint8Array, geometry: VolumeGeometry): Stroke[] {
  const [columns, rows, slices] = geometry.dims;
  const plane = columns * rows;
  const heights = [...Array(slices).keys()].filter((k) => liver.subarray(k * plane, (k + 1) * plane).includes(1));
  return [0.3, 0.5, 0.7].map((part) => {
    const k = heights[Math.floor(heights.length * part)]!;
    let best = { from: 0, to: 0, row: 0 };
    for (let row = 0; row < rows; row++) {
      for (let column = 0, from = 0; column < columns; column++) {
        if (liver[column + columns * (row + rows * k)] !== 1) from = column + 1;
        else if (column - from > best.to - best.from) best = { from, to: column, row };
      }
    }
    const margin = 8 / geometry.spacingMm[0];
    const ends = [best.from + margin, best.to - margin].map((column) =>
      indexToPatient(geometry, [column, best.row, k]),
    );
    return { segment: 'liver', radiusMm: 2, pointsMm: ends.map((point) => [...point]) };
  });
}

interface Case {
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  readonly truth: Uint8Array;
}

async function loadCase(): Promise<Case> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-ircadb-'));
  const host = await openHost({ dataFolder: work, version: 'test' });
  await importPaths(host.context, { paths: [path.join(folder, 'portal-venous.zip')] });
  const [series] = await host.handlers.library.listSeries({});
  const { hu, geometry } = await loadVolume(host.context, series!.id);
  await host.close();
  await rm(work, { recursive: true, force: true });
  const truth = labelsOnGrid(await readNiftiFile(path.join(folder, 'labels/liver.nii.gz')), geometry);
  return { hu, geometry, truth };
}

function report(found: Uint8Array, truth: Uint8Array, from: string): { dice: number; volumeErrorPct: number } {
  const { dice, volumeErrorPct } = agreement(found, truth, (label) => label === 1);
  console.info(`3D-IRCADb-01 patient 1, ${from}: Dice ${dice.toFixed(4)}, volume ${volumeErrorPct.toFixed(2)} %`);
  return { dice, volumeErrorPct };
}

it.skipIf(!isThere)(
  'the liver of 3D-IRCADb-01 patient 1 is found and corrected by strokes (skipped unless REMNANT_TEST_DATA is set)',
  async () => {
    const { hu, geometry, truth } = await loadCase();
    const memory = new LiverMemory();
    const grown = (drawn: readonly Stroke[], remembered?: LiverMemory): Uint8Array =>
      wholeMask(growLiver({ hu, geometry, strokes: drawn }, quietContext, remembered), geometry.dims);
    let found = grown([], memory);
    expect(report(found, truth, 'no stroke').dice).toBeGreaterThan(0.957);
    const blind = grown(strokesAcross(truth, geometry), memory);
    expect(report(blind, truth, 'three strokes without looking').dice).toBeGreaterThan(0.94);
    const strokes: Stroke[] = [];
    const dice: number[] = [];
    while (strokes.length < 10) {
      strokes.push(nextStroke({ geometry, reference: truth, found }, 'liver')!);
      found = grown(strokes, memory);
      dice.push(report(found, truth, `${strokes.length} strokes where it is wrong`).dice);
    }
    expect(dice[2]).toBeGreaterThan(0.961);
    expect(dice[9]).toBeGreaterThan(0.965);
    // What was remembered changes nothing.
    expect(Buffer.compare(found, grown(strokes))).toBe(0);
  },
  600_000,
);
