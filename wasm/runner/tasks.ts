/** The tasks a worker knows: names, inputs and outputs. Typed arrays over a SharedArrayBuffer are passed by reference. */
import type { Cut, Stroke } from '../../electron/core/contract/common.ts';
import type { Fault } from '../../electron/core/domain/checks.ts';
import type { SegmentName } from '../../electron/core/domain/labels.ts';
import type { ModelSegment } from '../../electron/core/domain/modelDescription.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { Piece } from '../../electron/core/domain/lesionsPieces.ts';
import type {
  Confidence,
  EditOperation,
  Intensities,
  LabelDelta,
  LesionMeasures,
  Masking,
  VoxelBox,
} from '../kernels/index.ts';

/** What a task changed in the shared labels. `box` is null when nothing changed; `counts` are voxels per label 0..6. */
export interface LabelChange {
  readonly box: VoxelBox | null;
  readonly counts: number[];
}

/** Size and intensity of one lesion, under its id. */
export interface LesionDescription extends LesionMeasures {
  readonly id: string;
}

interface Task<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

export interface Tasks {
  /** Replaces the liver's extent by what grows from the strokes; sides are kept, new voxels get theirs from the cut. */
  readonly growLiver: Task<
    {
      readonly hu: Int16Array;
      readonly geometry: VolumeGeometry;
      readonly labels: Uint8Array;
      readonly strokes: readonly Stroke[];
      readonly cut: Cut | null;
    },
    LabelChange
  >;
  /** Corrects the liver that is there, near each of the strokes from the `followed` first ones on, which it follows already. */
  readonly correctLiver: Task<
    {
      readonly hu: Int16Array;
      readonly geometry: VolumeGeometry;
      readonly labels: Uint8Array;
      readonly strokes: readonly Stroke[];
      readonly followed: number;
      readonly cut: Cut | null;
    },
    LabelChange
  >;
  /** The liver without any stroke; `confidence` says how sure it is. */
  readonly growLiverAutomatically: Task<
    {
      readonly hu: Int16Array;
      readonly geometry: VolumeGeometry;
      readonly labels: Uint8Array;
      readonly cut: Cut | null;
    },
    LabelChange & { readonly confidence: Confidence }
  >;
  /** HU of aorta and liver, for telling the contrast phase; null where they can't be told. */
  readonly measureIntensities: Task<{ readonly hu: Int16Array; readonly geometry: VolumeGeometry }, Intensities | null>;
  /** Adds what grows from the tumour strokes to the tumour. */
  readonly growTumour: Task<
    {
      readonly hu: Int16Array;
      readonly geometry: VolumeGeometry;
      readonly labels: Uint8Array;
      readonly strokes: readonly Stroke[];
      readonly cut?: Cut | null;
    },
    LabelChange
  >;
  /** Measures lesions, in the order given. Reads the labels for the sides only: which voxels are meant is in the pieces. */
  readonly describeLesions: Task<
    {
      readonly hu: Int16Array;
      readonly geometry: VolumeGeometry;
      readonly labels: Uint8Array;
      readonly lesions: readonly { readonly id: string; readonly piece: Piece }[];
    },
    LesionDescription[]
  >;
  readonly divide: Task<
    { readonly labels: Uint8Array; readonly geometry: VolumeGeometry; readonly cut: Cut },
    LabelChange
  >;
  /** Fills the empty slices between drawn ones of a segment. */
  readonly interpolate: Task<
    {
      readonly labels: Uint8Array;
      readonly geometry: VolumeGeometry;
      readonly segment: SegmentName;
      /** Index axis across the drawn slices; without it found from what is drawn. */
      readonly axis?: 0 | 1 | 2;
      readonly cut?: Cut | null;
      /** Where it may draw, and the intensities if these are limited; absent: anywhere. */
      readonly masking?: Masking;
      readonly hu?: Int16Array;
    },
    LabelChange
  >;
  /** One operation of an editing tool, as far as the masking lets it. */
  readonly edit: Task<
    {
      readonly hu: Int16Array;
      readonly labels: Uint8Array;
      readonly geometry: VolumeGeometry;
      readonly operation: EditOperation;
      readonly masking: Masking;
      readonly cut: Cut | null;
    },
    LabelChange
  >;
  /** What a reader should look at before the numbers are used, with its places; changes nothing. */
  readonly check: Task<{ readonly labels: Uint8Array; readonly geometry: VolumeGeometry }, readonly Fault[]>;
  /** Draws what a model found (run-length form, as the host gives it). */
  readonly applyFound: Task<
    {
      readonly runs: Uint8Array;
      readonly labels: Uint8Array;
      readonly geometry: VolumeGeometry;
      /** What the model tells apart. */
      readonly known: readonly ModelSegment[];
      readonly cut: Cut | null;
    },
    LabelChange
  >;
  /** The labelmap in run-length form (not compressed), as revisions store it. */
  readonly encode: Task<
    { readonly labels: Uint8Array; readonly dims: Vec3 },
    { readonly runs: Uint8Array<ArrayBuffer>; readonly counts: number[] }
  >;
  /** Writes a run-length labelmap into the shared labels. */
  readonly decode: Task<
    { readonly runs: Uint8Array; readonly labels: Uint8Array; readonly dims: Vec3 },
    { readonly counts: number[] }
  >;
  /** What differs between two shared labelmaps; `box` limits the search. */
  readonly diff: Task<
    { readonly before: Uint8Array; readonly after: Uint8Array; readonly dims: Vec3; readonly box?: VoxelBox },
    LabelDelta
  >;
}

export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Tasks[Name]['input'];
export type TaskOutput<Name extends TaskName> = Tasks[Name]['output'];

/** How to run a task elsewhere; the same in window and Node. */
export interface RunOptions {
  /** @param fraction of the work done, 0..1. */
  readonly onProgress?: (fraction: number) => void;
  /** Aborting rejects with RemnantError('cancelled') and leaves shared labels untouched. */
  readonly signal?: AbortSignal;
}

export interface Runner {
  /** Runs tasks one after the other in one worker that is kept. Rejects with RemnantError. */
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>, options?: RunOptions): Promise<TaskOutput<Name>>;
  /** Ends the worker; running tasks reject with RemnantError('cancelled'). */
  dispose(): void;
}
