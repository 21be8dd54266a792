/** Lesions from one stroke each, by the program and by others. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { isTumour } from '../../../electron/core/domain/labels.ts';
import { crop, growBox, marginVoxels, occupiedBox, uncrop } from '../../../wasm/kernels/box.ts';
import { cropGeometry } from '../../../wasm/kernels/grow/resample.ts';
import { rasteriseStrokes, reachOf, Seed } from '../../../wasm/kernels/grow/seeds.ts';
import {
  lesionKinds,
  lesionPatient,
  type LesionKind,
  type LesionPatient,
  type LesionPatientOptions,
  type PlantedLesion,
} from '../../fixtures/lesions.ts';
import { median, showSeconds } from '../measure.ts';
import { overlap } from './accuracy.ts';
import { diameterStroke } from './diameterStroke.ts';
import { withProgram } from './liver.ts';
import { peerMethods, seedsOf, type PeerMethod, type Peers } from './peers.ts';
import { number, type MeasuredGoal, type Section } from './report.ts';

const diametersMm = [60, 40, 30, 20, 15, 10] as const;
const grids: readonly (readonly [dims: Vec3, spacingMm: Vec3, noiseHu: number])[] = [
  [[448, 448, 57], [0.785, 0.785, 5], 6],
  [[320, 320, 114], [1.1, 1.1, 2.5], 12],
  [[400, 400, 228], [0.88, 0.88, 1.25], 20],
];
/** Peers take minutes: one grid is enough to compare. */
const peerGrid = grids[1]!;
/** Below this Dice a lesion counts as lost. */
const LOST = 0.2;
/** What a peer sees around a lesion's reach, mm. */
const AROUND_MM = 8;

interface Outcome {
  readonly method: string;
  readonly kind: LesionKind;
  readonly diameterMm: number;
  readonly grid: string;
  readonly dice: number;
  readonly cpuSeconds: number;
}

const PROGRAM = 'the program';

export async function* lesionSections(peers: Peers, tell: (line: string) => void): AsyncGenerator<Section> {
  const outcomes: Outcome[] = [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-lesions-'));
  try {
    for (const options of patients()) {
      const grid = `${options.spacingMm.join(' x ')} mm, noise ${options.noiseHu} HU`;
      tell(`Lesions: ${grid} ...`);
      const patient = lesionPatient(options);
      outcomes.push(...(await byProgram(patient, grid)));
      if (options.spacingMm !== peerGrid[1]) continue;
      for (const method of peerMethods(peers)) {
        try {
          outcomes.push(...(await byPeer(method, patient, grid, folder)));
        } catch (error) {
          tell(`${method.name} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const own = outcomes.filter(({ method }) => method === PROGRAM);
  yield table(
    'Lesions from one stroke, by size',
    outcomes,
    [...diametersMm],
    ({ diameterMm }) => diameterMm,
    (mm) => `${mm} mm`,
    goals(own),
  );
  yield table(
    'Lesions from one stroke, by kind',
    outcomes,
    [...lesionKinds],
    ({ kind }) => kind,
    (kind) => kind,
  );
  const gridNames = [...new Set(own.map(({ grid }) => grid))];
  yield table(
    'Lesions from one stroke, by image',
    own,
    gridNames,
    ({ grid }) => grid,
    (name) => name,
  );
}

/** Every kind in every size on each grid; the largest has a patient for itself. */
function patients(): LesionPatientOptions[] {
  const [largest, ...others] = diametersMm;
  return grids.flatMap(([dims, spacingMm, noiseHu], at) =>
    lesionKinds.flatMap((kind, n) => {
      const one = { dims, spacingMm, noiseHu, seed: 100 * at + n };
      return [
        { ...one, wanted: [{ kind, diameterMm: largest }] },
        { ...one, wanted: others.map((diameterMm) => ({ kind, diameterMm })) },
      ];
    }),
  );
}

function maskOf({ liver }: LesionPatient, { voxels }: PlantedLesion): Uint8Array {
  const mask = new Uint8Array(liver.length);
  for (const at of voxels) mask[at] = 1;
  return mask;
}

function byProgram(patient: LesionPatient, grid: string): Promise<Outcome[]> {
  const { geometry, liver, lesions } = patient;
  return withProgram(patient, async (program) => {
    const outcomes: Outcome[] = [];
    for (const lesion of lesions) {
      await program.load(liver);
      const strokes = [diameterStroke(geometry, lesion.voxels)];
      const { labels, cost } = await program.run({ name: 'growTumour', input: { strokes } });
      const found = labels.map((label) => (isTumour(label) ? 1 : 0));
      const { dice } = overlap(found, maskOf(patient, lesion));
      outcomes.push({ ...lesion, method: PROGRAM, grid, dice, cpuSeconds: cost.cpuSeconds });
    }
    return outcomes;
  });
}

/** A peer is told more: the liver's voxels, and that nothing lies farther from the stroke than a lesion of its length can. */
async function byPeer(method: PeerMethod, patient: LesionPatient, grid: string, folder: string): Promise<Outcome[]> {
  const { geometry, hu, liver, lesions } = patient;
  const outcomes: Outcome[] = [];
  for (const lesion of lesions) {
    const stroke = diameterStroke(geometry, lesion.voxels);
    const reach = rasteriseStrokes(geometry, reachOf(stroke, 1.3, 5));
    const box = growBox(occupiedBox(reach, geometry.dims)!, marginVoxels(geometry, AROUND_MM), geometry.dims);
    const part = cropGeometry(geometry, box);
    const second = seedsWithin(part, stroke, crop(reach, geometry.dims, box), crop(liver, geometry.dims, box));
    const { mask, cost } = await method.segment(
      folder,
      { geometry: part, hu: crop(hu, geometry.dims, box), second },
      'lesion',
    );
    const found = new Uint8Array(hu.length);
    uncrop(mask, box, found, geometry.dims);
    const { dice } = overlap(found, maskOf(patient, lesion));
    outcomes.push({ ...lesion, method: method.name, grid, dice, cpuSeconds: cost.cpuSeconds });
  }
  return outcomes;
}

function seedsWithin(
  part: Parameters<typeof seedsOf>[0],
  stroke: Stroke,
  reach: Uint8Array,
  liver: Uint8Array,
): Uint8Array {
  const seeds = seedsOf(part, [stroke]);
  return seeds.map((seed, at) => (seed === 0 && (reach[at] === Seed.none || liver[at] === 0) ? 2 : seed));
}

function table<Key>(
  title: string,
  outcomes: readonly Outcome[],
  keys: readonly Key[],
  keyOf: (outcome: Outcome) => Key,
  show: (key: Key) => string,
  goalsMet: readonly MeasuredGoal[] = [],
): Section {
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  const rows = methods.map((name) => {
    const of = outcomes.filter(({ method }) => method === name);
    const cells = keys.map((key) => {
      const dices = of.filter((outcome) => keyOf(outcome) === key).map(({ dice }) => dice);
      return `${number(median(dices), 3)} (${number(Math.min(...dices), 3)})`;
    });
    const lost = of.filter(({ dice }) => dice < LOST).length;
    return [name, ...cells, `${lost} of ${of.length}`, showSeconds(median(of.map(({ cpuSeconds }) => cpuSeconds)))];
  });
  return {
    title,
    header: ['method', ...keys.map(show), 'lost', 'CPU of one'],
    rows,
    note:
      `Dice, median (lowest). Lost: below ${LOST}. One stroke of at most 2 mm radius along 85 % of the longest diameter in a slice. Peers are also told which voxels are ` +
      `liver and where the stroke's reach ends; they are measured on ${peerGrid[1].join(' x ')} mm alone.`,
    goals: goalsMet,
  };
}

function goals(own: readonly Outcome[]): MeasuredGoal[] {
  const lowest = (leastMm: number): number =>
    Math.min(...own.filter(({ diameterMm }) => diameterMm >= leastMm).map(({ dice }) => dice));
  const lost = own.filter(({ dice }) => dice < LOST).length;
  return [
    {
      text: 'every generated lesion of 10 to 60 mm: Dice at least 0.85 from one stroke',
      measured: `lowest ${number(lowest(10), 3)}`,
      met: lowest(10) >= 0.85,
    },
    {
      text: 'every one of 20 mm or more: Dice at least 0.90',
      measured: `lowest ${number(lowest(20), 3)}`,
      met: lowest(20) >= 0.9,
    },
    { text: 'no generated lesion is lost', measured: `${lost} of ${own.length}`, met: lost === 0 },
  ];
}
