/** Intensities of aorta and liver on real CTs, and the contrast phase that follows from them alone. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { proposeContrastPhase } from '../../electron/core/domain/contrastPhase.ts';
import { importPaths } from '../../electron/host/library/index.ts';
import { openHost } from '../../electron/host/open.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { measureIntensities } from '../../wasm/kernels/index.ts';

const folder = process.env['REMNANT_TEST_DATA'] ?? '';

const cases = [
  ['hcc-006/portal-venous', 'portal_venous'],
  ['hcc-009/baseline-arterial.zip', 'arterial'],
  ['hcc-009/baseline-portal-venous', 'portal_venous'],
  ['hcc-009/followup-portal-venous', 'portal_venous'],
  ['ircadb-01/portal-venous.zip', 'portal_venous'],
] as const;

for (const [name, phase] of cases) {
  const isThere = folder !== '' && existsSync(path.join(folder, name));
  it.skipIf(!isThere)(
    `aorta and liver of ${name} tell its phase (skipped unless REMNANT_TEST_DATA is set)`,
    async () => {
      const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-intensities-'));
      const host = await openHost({ dataFolder: work, version: 'test' });
      await importPaths(host.context, { paths: [path.join(folder, name)] });
      const [series] = await host.handlers.library.listSeries({});
      const { hu, geometry } = await loadVolume(host.context, series!.id);
      await host.close();
      await rm(work, { recursive: true, force: true });
      const intensities = measureIntensities(hu, geometry);
      expect(intensities).not.toBeNull();
      const clues = { seriesDescription: '', studyDescription: '', contrastAgent: '', secondsAfterBolus: null };
      expect(proposeContrastPhase({ ...clues, intensities: intensities! }).proposed).toBe(phase);
    },
    120_000,
  );
}
