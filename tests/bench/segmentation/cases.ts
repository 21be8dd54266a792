/** Volumes to segment, with a reference where there is one: real CTs, and generated patients. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { voxelCount, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { importPaths } from '../../../electron/host/library/index.ts';
import { labelsOnGrid, readNiftiFile } from '../../../electron/host/nifti/index.ts';
import { openHost } from '../../../electron/host/open.ts';
import { loadVolume } from '../../../electron/host/pixels/index.ts';
import { inCallersFolder } from '../../../scripts/machine.ts';
import { abdomen, renderAll, type Abdomen } from '../../fixtures/index.ts';

export interface SegmentationCase {
  readonly name: string;
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array;
  /** Not 0 inside the liver; null where nobody drew it. */
  readonly liver: Uint8Array | null;
}

/** A case that costs time and memory only when it is its turn. */
export interface CaseSource {
  readonly name: string;
  readonly load: () => Promise<SegmentationCase>;
}

/** @param ct folder or ZIP of one series (of several the one with most slices) @param liver NIfTI mask on the grid of the series */
async function loadCt(name: string, ct: string, liver: string | null): Promise<SegmentationCase> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-bench-'));
  const host = await openHost({ dataFolder: work, version: 'benchmark' });
  try {
    await importPaths(host.context, { paths: [ct] });
    const series = await host.handlers.library.listSeries({});
    const slices = ({ geometry }: (typeof series)[number]): number => geometry?.dims[2] ?? 0;
    const longest = [...series].sort((a, b) => slices(b) - slices(a))[0];
    if (longest === undefined || slices(longest) === 0)
      throw new Error(`${ct} holds no CT series that makes a volume.`);
    const { hu, geometry } = await loadVolume(host.context, longest.id);
    return { name, hu, geometry, liver: liver === null ? null : labelsOnGrid(await readNiftiFile(liver), geometry) };
  } finally {
    await host.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** Real CTs by their place in REMNANT_TEST_DATA; what isn't there is left out. */
const known = [
  { name: 'ircadb-01', ct: 'ircadb-01/portal-venous.zip', liver: 'ircadb-01/labels/liver.nii.gz' },
  { name: 'hcc-006', ct: 'hcc-006/portal-venous', liver: null },
  { name: 'hcc-009 portal-venous', ct: 'hcc-009/baseline-portal-venous', liver: null },
  { name: 'hcc-009 arterial', ct: 'hcc-009/baseline-arterial.zip', liver: null },
  { name: 'hcc-009 follow-up', ct: 'hcc-009/followup-portal-venous', liver: null },
] as const;

export function knownCts(): CaseSource[] {
  const folder = process.env['REMNANT_TEST_DATA'];
  if (folder === undefined) return [];
  return known
    .filter(({ ct }) => existsSync(path.join(folder, ct)))
    .map(({ name, ct, liver }) => ({
      name,
      load: () => loadCt(name, path.join(folder, ct), liver && path.join(folder, liver)),
    }));
}

/** `--case ct=FOLDER_OR_ZIP,liver=FILE.nii.gz`. @throws Error with a sentence when it says something else or names what isn't there */
export function ownCt(text: string): CaseSource {
  const [, ct, liver] = /^ct=(.+?)(?:,liver=(.+))?$/.exec(text) ?? [];
  if (ct === undefined) throw new Error(`--case wants ct=FOLDER_OR_ZIP,liver=FILE.nii.gz; got "${text}".`);
  const [folder, mask] = [inCallersFolder(ct), liver === undefined ? null : inCallersFolder(liver)];
  for (const file of [folder, mask]) if (file !== null && !existsSync(file)) throw new Error(`${file} does not exist.`);
  return { name: path.basename(folder), load: () => loadCt(path.basename(folder), folder, mask) };
}

/** Three spacings of one field of view, each at three levels of noise. */
const grids: readonly (readonly [dims: Vec3, spacingMm: Vec3])[] = [
  [
    [448, 448, 57],
    [0.785, 0.785, 5],
  ],
  [
    [320, 320, 114],
    [1.1, 1.1, 2.5],
  ],
  [
    [400, 400, 228],
    [0.88, 0.88, 1.25],
  ],
];
const noiseLevelsHu = [6, 12, 20] as const;

export interface GeneratedCase extends SegmentationCase {
  readonly liver: Uint8Array;
  readonly patient: Abdomen;
}
export interface GeneratedSource extends CaseSource {
  readonly load: () => Promise<GeneratedCase>;
}

export const generatedPatients = (): GeneratedSource[] =>
  grids.flatMap(([dims, spacingMm], at) =>
    noiseLevelsHu.map((noiseHu, level) => generatedPatient({ dims, spacingMm, noiseHu, seed: 10 * at + level })),
  );

export function generatedPatient(options: {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  readonly noiseHu: number;
  readonly seed: number;
}): GeneratedSource {
  const name = `generated, ${options.spacingMm.join(' x ')} mm, noise ${options.noiseHu} HU`;
  return {
    name,
    load: () => {
      const patient = abdomen(options);
      const { hu, labels } = renderAll(patient);
      return Promise.resolve({ name, geometry: patient.geometry, hu, liver: labels, patient });
    },
  };
}

/** The size by which speed is judged. */
export const largePatient = (): GeneratedSource =>
  generatedPatient({ dims: [512, 512, 256], spacingMm: [0.7, 0.7, 1.1], noiseHu: 12, seed: 1 });

export const sizeOf = ({ dims, spacingMm }: VolumeGeometry): string =>
  `${dims.join(' x ')}, ${spacingMm.map((mm) => Number(mm.toFixed(3))).join(' x ')} mm`;

export const megavoxels = (geometry: VolumeGeometry): number => voxelCount(geometry) / 1e6;
