/** A CT without files, as its rows: plain values, so that the program of any version can be given them. */
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';

export const smallGrid: VolumeGeometry = {
  dims: [8, 6, 4],
  spacingMm: [0.8, 0.8, 2.5],
  originMm: [-10, -20, 30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

interface Dated {
  readonly id: string;
  /** Of the images; null: their files don't say. */
  readonly date: string | null;
  readonly importedAt: string;
}

export const storedStudy = ({ id, date, importedAt }: Dated) => ({
  id,
  studyInstanceUid: `2.25.${id}`,
  patientLabel: 'phantom',
  studyDate: date,
  description: '',
  importedAt,
});

export const storedSeries = ({ id, studyId, date, importedAt }: Dated & { readonly studyId: string }) => ({
  id,
  studyId,
  groupingKey: `2.25.${id}`,
  seriesInstanceUid: `2.25.${id}`,
  modality: 'CT',
  description: '',
  seriesNumber: 1,
  acquisitionDate: date,
  importedAt,
  patientPosition: 'HFS',
  frameOfReferenceUid: '2.25.1',
  sample: false,
});

/** What is found of its slices; null: they make no volume. */
export const judged = (geometry: VolumeGeometry | null = smallGrid) => ({
  instanceCount: 4,
  geometry,
  geometryStatus: geometry === null ? ('refused' as const) : ('regular' as const),
  problems: [],
  lossy: false,
  part: '',
  reformat: false,
  canResample: false,
  phase: { proposed: null, basis: '' },
});
