import type { GeometryProblem, Series } from '../../../core/contract/library.ts';
import type { Vec3, VolumeGeometry } from '../../../core/domain/geometry.ts';
import type { SliceGeometry } from '../../dicom/readTypes.ts';

/** What is known of an image plane when the volume it belongs to is judged. */
export interface SliceToJudge {
  /** File name, by which problems name it. */
  readonly name: string;
  readonly slice: SliceGeometry;
  /** Equal for slices whose pixels give the same HU. */
  readonly contentKey: string;
  /** HU per stored unit. */
  readonly slope: number;
  /** Whether values may differ from those that were measured. */
  readonly lossy: boolean;
  /** '' when it is blank. Frames of one file share it. */
  readonly sopInstanceUid: string;
  /** Ordinal among the files with the same SOP Instance UID, 0 for the first. */
  readonly copy: number;
  /** '' when it is blank, which says nothing. */
  readonly frameOfReferenceUid: string;
  /** Computed from other images (MPR, MIP ...). */
  readonly reformat: boolean;
}

export interface Judgement {
  /** null when refused. */
  readonly geometry: VolumeGeometry | null;
  readonly status: Series['geometryStatus'];
  readonly problems: readonly GeometryProblem[];
  /** Places in the input of the slices of the volume, in volume order; empty when refused. */
  readonly order: readonly number[];
  /** Refused, but its slices can be computed onto a regular grid (`regularise`). */
  readonly canResample: boolean;
}

/** A slice that has a place in the patient. */
export interface Placed {
  /** Place in the input. */
  readonly at: number;
  readonly name: string;
  readonly contentKey: string;
  readonly rows: number;
  readonly columns: number;
  readonly positionMm: Vec3;
  /** Unit vectors along a row and along a column, orthogonal. */
  readonly i: Vec3;
  readonly j: Vec3;
  /** Between rows, then between columns, in mm. */
  readonly spacing: readonly [number, number];
  /** Along the normal; 0 until the normal is known. */
  readonly offsetMm: number;
}
