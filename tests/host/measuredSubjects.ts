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
