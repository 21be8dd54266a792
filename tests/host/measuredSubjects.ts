/** Subjects with masks of exactly known volumes, for whatever shows, prints or exports their numbers. */
import { embolisationInput, type TimePointKind } from '../../electron/core/contract/trial.ts';
import { dateOfDay, dayNumber } from '../../electron/core/domain/dates.ts';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { storeRevision } from '../../electron/host/segmentation/revisions.ts';
import { openSegmentation } from '../../electron/host/segmentation/segmentations.ts';
import {
  addEmbolisation,
  addFunctionTest,
  addMeasure,
  addSubject,
  setTimePoint,
} from '../../electron/host/trial/index.ts';
import { addSeries } from './support.ts';

/** Voxels of 0.05 mL, so that 449.9 and 449.25 mL are whole voxels. */
const VOXEL_ML = 0.05;
const grid: VolumeGeometry = {
  dims: [200, 200, 1],
  spacingMm: [5, 5, 2],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

export interface MeasuredCt {
  /** From day 0. */
  readonly day: number;
  readonly kind: TimePointKind;
  /** In mL, together at most 2000; null: the CT is there, but nothing is drawn on it. */
  readonly volumes: readonly [tlv: number, tumour: number, flr: number] | null;
}

export interface MeasuredSubject {
  readonly code: string;
  readonly cts: readonly MeasuredCt[];
  /** Height (cm) and weight (kg); left out: never measured. */
  readonly body?: readonly [heightCm: number, weightKg: number];
  readonly embolisations?: readonly { readonly day: number; readonly kind: 'pve' | 'pve_hve' | 'hve' }[];
  readonly functionTests?: readonly {
    readonly day: number;
    readonly uptakePctPerMin: number;
    readonly flrSharePct: number;
  }[];
  readonly protocolId?: string;
  readonly liverQuality?: 'normal' | 'chemotherapy_damaged' | 'cirrhosis';
}

/** The calendar day of a day of these cases. */
export const dateOf = (day: number): string => dateOfDay(dayNumber('2024-03-04') + day);

/** Height (cm), weight (kg), and the total estimated liver volume (mL) by each formula with each body surface. */
export const bodies = [
  { body: [170, 70], VAUTHEY2002_BSA: [1509.655, 1498.997], URATA1995: [1286.355, 1280.416] },
  { body: [175, 80], VAUTHEY2002_BSA: [1704.7, 1684.466], URATA1995: [1395.045, 1383.77] },
  { body: [160, 55], VAUTHEY2002_BSA: [1186.947, 1186.57], URATA1995: [1106.524, 1106.314] },
  { body: [185, 110], VAUTHEY2002_BSA: [2218.621, 2160.405], URATA1995: [1681.431, 1648.99] },
  { body: [152, 48], VAUTHEY2002_BSA: [1009.703, 1006.96], URATA1995: [1007.754, 1006.225] },
  { body: [180, 75], VAUTHEY2002_BSA: [1659.667, 1667.162], URATA1995: [1369.95, 1374.127] },
] as const;
export const bodySurfaces = ['MOSTELLER', 'DUBOIS'] as const;

/** One CT a body, each measured on the day of its CT. @returns the id of the subject */
export async function addBodies(
  context: HostContext,
  given: Pick<MeasuredSubject, 'code' | 'protocolId'>,
): Promise<string> {
  const cts = bodies.map((_, at) => ({
    day: 20 * at,
    kind: 'unscheduled' as const,
    volumes: [1500, 100, 400] as const,
  }));
  const subjectId = await addMeasuredSubject(context, { ...given, cts });
  for (const [at, { body }] of bodies.entries())
    addMeasure(context, { subjectId, measure: { date: dateOf(20 * at), heightCm: body[0], weightKg: body[1] } });
  return subjectId;
}

/** The reference case: 175 cm, 80 kg, embolised on day 0, measured on days 0, 8 and 22. */
export const longitudinal: MeasuredSubject = {
  code: 'NL01-001',
  body: [175, 80],
  embolisations: [{ day: 0, kind: 'pve' }],
  cts: [
    { day: 0, kind: 'baseline', volumes: [1800, 200, 400] },
    { day: 8, kind: 'w1', volumes: [1850, 205, 500] },
    { day: 22, kind: 'w3', volumes: [1820, 210, 580] },
  ],
};

/** @returns the id of the subject */
export async function addMeasuredSubject(context: HostContext, given: MeasuredSubject): Promise<string> {
  const { code, cts, body, embolisations = [], functionTests = [], protocolId, liverQuality = 'normal' } = given;
  const { id: subjectId } = addSubject(context, { code, sex: 'male', liverQuality, ...(protocolId && { protocolId }) });
  if (body) addMeasure(context, { subjectId, measure: { date: dateOf(-5), heightCm: body[0], weightKg: body[1] } });
  for (const { day, kind } of embolisations)
    addEmbolisation(context, {
      subjectId,
      embolisation: embolisationInput.parse({
        date: dateOf(day),
        kind,
        portalBranches: kind === 'hve' ? [] : ['right_anterior', 'right_posterior'],
        hepaticVeins: kind === 'pve' ? [] : ['right'],
        materials: ['glue_lipiodol'],
      }),
    });
  for (const { day, ...measured } of functionTests)
    addFunctionTest(context, { subjectId, functionTest: { date: dateOf(day), ...measured, note: '' } });
  for (const { day, kind, volumes } of cts) {
    const seriesId = addSeries(context, { geometry: grid, acquisitionDate: dateOf(day) });
    setTimePoint(context, { subjectId, kind, seriesId });
    if (volumes) await draw(context, seriesId, volumes);
  }
  return subjectId;
}

async function draw(
  context: HostContext,
  seriesId: string,
  volumes: NonNullable<MeasuredCt['volumes']>,
): Promise<void> {
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const action = { title: 'Test', tool: 'brush@1', parameters: {} };
  await storeRevision(context, {
    segmentationId,
    parentRevisionId: null,
    labels: labelsOf(volumes),
    action,
    cut: null,
  });
}

/** Labels whose counts are exactly these volumes; the tumour lies in the resected part. */
function labelsOf([tlv, tumour, flr]: NonNullable<MeasuredCt['volumes']>): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(grid.dims[0] * grid.dims[1] * grid.dims[2]);
  let at = 0;
  for (const [label, ml] of [
    [2, flr],
    [1, tlv - tumour - flr],
    [3, tumour],
  ] as const)
    labels.fill(label, at, (at += Math.round(ml / VOXEL_ML)));
  return labels;
}
