/** What the panels of the segmentation show. Changed by the actions only. */
import { create } from 'zustand';
import { subscribeWithSelector } from 'zustand/middleware';
import type { Revision } from '../../../electron/core/contract/segmentation.ts';
import type { Fault } from '../../../electron/core/domain/checks.ts';
import { LABEL_COUNT, type SegmentName } from '../../../electron/core/domain/labels.ts';
import type { FoundLesion } from '../../../electron/core/domain/lesions.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { labelVolumes, type LabelVolumes } from '../../../electron/core/domain/volumetry.ts';
import type { LesionDescription } from '../../../wasm/runner/tasks.ts';
import type { HuRange } from '../../../wasm/kernels/index.ts';
import { emptyCut, type CutDraft, type CutGrip } from './model/cut.ts';
import { emptyHistory, type History } from './model/history.ts';
import type { Doubts } from './model/doubtful.ts';
import { openMasking, type MaskingSetting } from './model/masking.ts';
import type { Outline } from './model/outline.ts';
import { measuredCounts } from './model/lesions.ts';
import type { Preview } from './model/provisional.ts';
import type { SaveState } from './model/saveQueue.ts';
import type { GuideStep, SegmentLooks } from './model/segments.ts';
import type { DrawnStroke, GrownSegment } from './model/strokes.ts';
import { defaultToolOptions, type ToolOptions } from './model/toolOptions.ts';

export const toolIds = [
  'navigate',
  'window',
  'liverStroke',
  'tumourStroke',
  'backgroundStroke',
  'cut',
  'brush',
  'eraser',
  'contour',
  'liveWire',
  'scissors',
  'threshold',
  'shape',
  'pieces',
] as const;
export type ToolId = (typeof toolIds)[number];

export interface Busy {
  readonly title: string;
  /** 0..1 */
  readonly fraction: number;
  /** It follows the hand, many times a second: what is shown as a preview keeps its place. */
  readonly isLive?: boolean | undefined;
}

export interface Certainty extends Doubts {
  /** The place that was jumped to last; -1 before the first. */
  readonly at: number;
  /** How many of the places were jumped to. */
  readonly seen: number;
  /** Whether the views mark where it was a close decision. */
  readonly shown: boolean;
}

export interface SegmentationState {
  readonly phase: 'closed' | 'loading' | 'ready' | 'failed';
  /** Why it can't be edited, when `phase` is 'failed'. */
  readonly failure: string | null;
  /** Why nothing may be drawn: the reading is signed, locked, or another's. null: it may. */
  readonly readOnly: string | null;
  readonly geometry: VolumeGeometry | null;
  /** Voxels per label, with what is being drawn right now. */
  readonly counts: readonly number[];
  /** Voxels per label as of the last commit. */
  readonly committedCounts: readonly number[];
  /** As of the last commit, by number. */
  readonly lesions: readonly FoundLesion[];
  /** By id; those that are not measured yet are missing. */
  readonly lesionMeasures: ReadonlyMap<string, LesionDescription>;
  /** Id of the lesion that was jumped to. */
  readonly selectedLesion: string | null;
  /** Where the drawn liver reaches the border of the volume, a sentence each; as of the last step. */
  readonly atBorder: readonly string[];
  readonly tool: ToolId;
  readonly active: SegmentName;
  readonly radiusMm: number;
  readonly shape: 'disc' | 'sphere';
  /** Where all tools may draw. */
  readonly masking: MaskingSetting;
  /** HU that the stroke under way, or the last one, found where it began. */
  readonly learned: HuRange | null;
  readonly toolOptions: ToolOptions;
  /** The outline being drawn with scissors or a contour. */
  readonly outline: Outline | null;
  readonly looks: SegmentLooks;
  /** Of the fill, 0..1. */
  readonly opacity: number;
  readonly strokes: readonly DrawnStroke[];
  /** The line being drawn. */
  readonly pending: DrawnStroke | null;
  readonly growTarget: GrownSegment;
  readonly autoGrow: boolean;
  readonly cutDraft: CutDraft;
  /** What a press would take hold of, under the pointer. */
  readonly cutGrip: CutGrip | null;
  readonly history: History;
  /** All stored revisions, newest first. */
  readonly stored: readonly Revision[];
  /** The step of the guide that was taken; null: the first that isn't done. */
  readonly step: GuideStep | null;
  readonly busy: Busy | null;
  /** Ids of the commands that were asked for while the series was still loading: they run, in this order, once it can be drawn on. */
  readonly awaited: readonly string[];
  /** A result that stands in the labels until it is applied or cancelled. */
  readonly preview: Preview | null;
  /** What was noticed in the labels as they stood when they were last checked; null before the first check. */
  readonly faults: readonly Fault[] | null;
  /** Of the liver that was found in this session, with the places to look at; null without one. */
  readonly certainty: Certainty | null;
  /** The brush is down: nothing else may change the labels until it is lifted. */
  readonly brushing: boolean;
  /** False while the images are looked at without what is drawn. */
  readonly masksShown: boolean;
  readonly save: SaveState;
  /** A revision that came from elsewhere while something of ours could be lost by loading it. */
  readonly changedElsewhere: boolean;
  readonly problem: string | null;
}

let lastState: SegmentationState | null = null;
let lastVolumes: LabelVolumes | null = null;

/** Volumes and ratios of what is drawn now; computed once for all who show a part of them. Null before a series is open. */
export function volumesOf(state: SegmentationState): LabelVolumes | null {
  if (state.geometry === null || state.phase !== 'ready') return null;
  const isOther = measured.some((key) => state[key] !== lastState?.[key]);
  if (isOther || lastVolumes === null) lastVolumes = labelVolumes(measuredNow(state), state.geometry);
  lastState = state;
  return lastVolumes;
}

const measured = ['counts', 'committedCounts', 'lesions', 'preview', 'geometry'] as const;

/** Voxels per label with only confirmed tumour as tumour. */
function measuredNow({ counts, committedCounts, lesions, preview }: SegmentationState): number[] {
  const committed = { counts: committedCounts, lesions: lesions.map(({ lesion }) => lesion) };
  return measuredCounts(counts, committed, preview?.segment === 'tumour' ? preview.before : null);
}

/** Whether a person may draw: the segmentation is open, and is theirs to change. */
export const isDrawable = ({ phase, readOnly }: SegmentationState): boolean => phase === 'ready' && readOnly === null;

export const MIN_RADIUS_MM = 1;
export const MAX_RADIUS_MM = 40;
const visible = { visible: true };

/** What a newly opened series starts with; tool settings stay as the person left them. */
export const untouched = {
  phase: 'closed',
  failure: null,
  readOnly: null,
  geometry: null,
  counts: new Array<number>(LABEL_COUNT).fill(0),
  committedCounts: new Array<number>(LABEL_COUNT).fill(0),
  lesions: [],
  lesionMeasures: new Map(),
  selectedLesion: null,
  atBorder: [],
  tool: 'navigate',
  learned: null,
  outline: null,
  strokes: [],
  pending: null,
  growTarget: 'liver',
  cutDraft: emptyCut,
  cutGrip: null,
  history: emptyHistory(),
  stored: [],
  step: null,
  busy: null,
  awaited: [],
  preview: null,
  faults: null,
  certainty: null,
  brushing: false,
  masksShown: true,
  save: { kind: 'saved' },
  changedElsewhere: false,
  problem: null,
} as const satisfies Partial<SegmentationState>;

export const useSegmentation = create<SegmentationState>()(
  subscribeWithSelector((): SegmentationState => ({
    ...untouched,
    active: 'liver',
    radiusMm: 8,
    shape: 'sphere',
    masking: openMasking,
    toolOptions: defaultToolOptions,
    looks: { liver: visible, tumour: visible, flr: visible },
    opacity: 0.28,
    autoGrow: true,
  })),
);
