/** Subjects with masks of exactly known volumes, for whatever shows, prints or exports their numbers. */
import { embolisationInput, type TimePointKind } from '../../electron/core/contract/trial.ts';
import { dateOfDay, dayNumber } from '../../electron/core/domain/dates.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { Label } from '../../electron/core/domain/labels.ts';
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
  /** In mL, the total at most 2000; null: the CT is there, but nothing is drawn on it. */
  readonly volumes: readonly [tlv: number, tumour: number, flr: number] | null;
  /** In mL: how much of the tumour lies in the remnant, and other non-functional tissue on either side. */
  readonly parts?: { readonly tumourFlr?: number; readonly otherResected?: number; readonly otherFlr?: number };
  /** The tumour was found by an algorithm, and nobody has confirmed it. */
  readonly isProposed?: boolean;
  /** Height (cm) and weight (kg), measured on its day. */
  readonly body?: Body;
  /** Made on its day. */
  readonly functionTest?: { readonly uptakePctPerMin: number; readonly flrSharePct: number };
}

export type Body = readonly [heightCm: number, weightKg: number];

export interface MeasuredSubject {
  readonly code: string;
  readonly cts: readonly MeasuredCt[];
  /** Measured before everything else. */
  readonly body?: Body;
  readonly embolisations?: readonly { readonly day: number; readonly kind: 'pve' | 'pve_hve' | 'hve' }[];
  readonly protocolId?: string;
  readonly liverQuality?: 'normal' | 'chemotherapy_damaged' | 'cirrhosis';
}

/** The calendar day of a day of these cases. */
export const dateOf = (day: number): string => dateOfDay(dayNumber('2024-03-04') + day);

/** A subject with nothing but CTs, so far apart that none has to do with another. */
export const unrelated = (code: string, cts: readonly Omit<MeasuredCt, 'day' | 'kind'>[]): MeasuredSubject => ({
  code,
  cts: cts.map((ct, at) => ({ ...ct, day: 100 * at, kind: 'unscheduled' })),
});

/** @returns the id of the subject */
export async function addMeasuredSubject(context: HostContext, given: MeasuredSubject): Promise<string> {
  const { code, cts, body, embolisations = [], protocolId, liverQuality = 'normal' } = given;
  const { id: subjectId } = addSubject(context, { code, sex: 'male', liverQuality, ...(protocolId && { protocolId }) });
  const measure = (day: number, [heightCm, weightKg]: Body) =>
    addMeasure(context, { subjectId, measure: { date: dateOf(day), heightCm, weightKg } });
  if (body) measure(-5, body);
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
  for (const ct of cts) {
    const seriesId = addSeries(context, { geometry: grid, acquisitionDate: dateOf(ct.day) });
    setTimePoint(context, { subjectId, kind: ct.kind, seriesId });
    if (ct.body) measure(ct.day, ct.body);
    if (ct.functionTest)
      addFunctionTest(context, { subjectId, functionTest: { date: dateOf(ct.day), ...ct.functionTest, note: '' } });
    if (ct.volumes)
      await draw(context, seriesId, labelsOf(ct, ct.volumes), ct.isProposed ? 'grow-tumour@1' : 'brush@1');
  }
  return subjectId;
}

/** A subject with one CT for each shape, whose voxels inside are liver, all of it the part to be resected. */
export async function addShapes(context: HostContext, code: string, shapes: readonly Shape[]): Promise<void> {
  const { id: subjectId } = addSubject(context, { code, sex: 'male', liverQuality: 'normal' });
  for (const [at, { geometry, isInside }] of shapes.entries()) {
    const { dims, spacingMm } = geometry;
    const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
    const fromCentre = (index: number, axis: 0 | 1 | 2) => (index - (dims[axis] - 1) / 2) * spacingMm[axis];
    for (let voxel = 0, z = 0; z < dims[2]; z++)
      for (let y = 0; y < dims[1]; y++)
        for (let x = 0; x < dims[0]; x++, voxel++)
          labels[voxel] = isInside([fromCentre(x, 0), fromCentre(y, 1), fromCentre(z, 2)]) ? 1 : 0;
    const seriesId = addSeries(context, { geometry, acquisitionDate: dateOf(at) });
    setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId });
    await draw(context, seriesId, labels, 'brush@1');
  }
}

export interface Shape {
  readonly geometry: VolumeGeometry;
  readonly isInside: (fromCentreMm: Vec3) => boolean;
}

async function draw(context: HostContext, seriesId: string, labels: Uint8Array, tool: string): Promise<void> {
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const action = { title: 'Test', tool, parameters: {} };
  await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
}

/** Labels whose counts are exactly these volumes. */
function labelsOf(
  { parts = {} }: MeasuredCt,
  [tlv, tumour, flr]: NonNullable<MeasuredCt['volumes']>,
): Uint8Array<ArrayBuffer> {
  const { tumourFlr = 0, otherResected = 0, otherFlr = 0 } = parts;
  const labels = new Uint8Array(grid.dims[0] * grid.dims[1] * grid.dims[2]);
  let at = 0;
  for (const [label, ml] of [
    [Label.flr, flr],
    [Label.otherFlr, otherFlr],
    [Label.tumourFlr, tumourFlr],
    [Label.resected, tlv - tumour - flr - otherFlr - otherResected],
    [Label.otherResected, otherResected],
    [Label.tumourResected, tumour - tumourFlr],
  ] as const)
    labels.fill(label, at, (at += Math.round(ml / VOXEL_ML)));
  return labels;
}
