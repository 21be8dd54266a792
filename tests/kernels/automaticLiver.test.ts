import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { voxelVolumeMl, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { importPaths } from '../../electron/host/library/index.ts';
import { labelsOnGrid, readNiftiFile } from '../../electron/host/nifti/index.ts';
import { openHost } from '../../electron/host/open.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { growLiverAutomatically, quietContext, wholeMask } from '../../wasm/kernels/index.ts';
import { agreement } from './agreement.ts';

const folder = process.env['REMNANT_TEST_DATA'] ?? '';

async function load(series: string): Promise<{ hu: Int16Array; geometry: VolumeGeometry }> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-automatic-'));
  const host = await openHost({ dataFolder: work, version: 'test' });
  await importPaths(host.context, { paths: [path.join(folder, series)] });
  const [first] = await host.handlers.library.listSeries({});
  const volume = await loadVolume(host.context, first!.id);
  await host.close();
  await rm(work, { recursive: true, force: true });
  return volume;
}

const isThere = (series: string): boolean => folder !== '' && existsSync(path.join(folder, series));

describe('the automatic liver on real scans (skipped unless REMNANT_TEST_DATA is set)', () => {
  const REFERENCE = 'ircadb-01/portal-venous.zip';
  it.skipIf(!isThere(REFERENCE))(
    'agrees with the reference of 3D-IRCADb-01 patient 1',
    async () => {
      const { hu, geometry } = await load(REFERENCE);
      const truth = labelsOnGrid(await readNiftiFile(path.join(folder, 'ircadb-01/labels/liver.nii.gz')), geometry);
      const mask = wholeMask(growLiverAutomatically({ hu, geometry }, quietContext).liver, geometry.dims);
      const { dice, volumeErrorPct } = agreement(mask, truth, (label) => label === 1);
      console.info(`3D-IRCADb-01 patient 1, automatic: Dice ${dice.toFixed(4)}, volume ${volumeErrorPct.toFixed(2)} %`);
      expect(dice).toBeGreaterThan(0.95);
      expect(Math.abs(volumeErrorPct)).toBeLessThan(3);
    },
    600_000,
  );

  // Without its tumour, the liver of the second patient has 1400 mL.
  it.skipIf(!isThere('hcc-009/baseline-arterial.zip')).each([
    ['hcc-006/portal-venous', 1350, 1800],
    ['hcc-009/baseline-portal-venous', 2500, 3300],
    ['hcc-009/baseline-arterial.zip', 2500, 3500],
    ['hcc-009/followup-portal-venous', 2400, 3300],
  ] as const)('finds a liver of its size in %s', { timeout: 600_000 }, async (series, leastMl, mostMl) => {
    const { hu, geometry } = await load(series);
    const { mask } = growLiverAutomatically({ hu, geometry }, quietContext).liver;
    const volumeMl = mask.reduce((sum, value) => sum + value, 0) * voxelVolumeMl(geometry);
    console.info(`${series}, automatic: ${volumeMl.toFixed(0)} mL`);
    expect(volumeMl).toBeGreaterThan(leastMl);
    expect(volumeMl).toBeLessThan(mostMl);
  });
});
