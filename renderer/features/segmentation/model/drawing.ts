/**
 * The voxels of one segmentation while it is edited. Whatever changes `labels` (a brush here, a task in a worker) reports a box; a commit
 * compares it with the shadow, which is the state of the last commit, and makes one entry of the difference.
 */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import type { Revision, RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { countLabels } from '../../../../electron/core/domain/labels.ts';
import type { CountedLesion, FoundLesion } from '../../../../electron/core/domain/lesions.ts';
import { liverAtBorder, touchedSides } from '../../../../electron/core/domain/liverAtBorder.ts';
import {
  applyDelta,
  countChanged,
  diffLabels,
  revertDelta,
  type LabelDelta,
  type VoxelBox,
} from '../../../../wasm/kernels/index.ts';
import { added, changesNothing, emptyHistory, redoStep, undoStep, type History, type HistoryEntry } from './history.ts';
import { LesionFollower, renumbered, storedLesions, type StoredLesions } from './lesions.ts';

const nowhere: VoxelBox = { min: [0, 0, 0], max: [-1, -1, -1] };

/** The smallest box around both. */
export function joinBoxes(a: VoxelBox | null, b: VoxelBox | null): VoxelBox | null {
  if (a === null || b === null) return a ?? b;
  const pick = (of: (x: number, y: number) => number, from: VoxelBox['min'], to: VoxelBox['min']): VoxelBox['min'] => [
    of(from[0], to[0]),
    of(from[1], to[1]),
    of(from[2], to[2]),
  ];
  return { min: pick(Math.min, a.min, b.min), max: pick(Math.max, a.max, b.max) };
}

/** Counts after the changes of `delta`. */
export function countsAfter(counts: readonly number[], { lengths, before, after }: LabelDelta): number[] {
  const next = [...counts];
  for (let run = 0; run < lengths.length; run++) {
    next[before[run]!]! -= lengths[run]!;
    next[after[run]!]! += lengths[run]!;
  }
  return next;
}

export class Drawing {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  history: History = emptyHistory();
  cut: Cut | null = null;
  /** As of the last commit. */
  lesions: readonly FoundLesion[];
  /** What is shown as a preview, while a step that is to take its place computes. */
  heldBack: LabelDelta | null = null;
  private readonly shadow: Uint8Array;
  private committedCounts: number[];
  private readonly follower: LesionFollower;
  private entries = 0;

  /**
   * @param labels the shared labels, already holding the stored state.
   * @param stored the lesions of that state; without them what is tumour in it is confirmed.
   */
  constructor(
    labels: Uint8Array,
    geometry: VolumeGeometry,
    cut: Cut | null,
    stored: StoredLesions = { lesions: null, lastLesionNumber: 0 },
  ) {
    this.labels = labels;
    this.geometry = geometry;
    this.cut = cut;
    this.shadow = Uint8Array.from(labels);
    this.committedCounts = countLabels(labels);
    this.lesions = storedLesions(labels, geometry.dims, stored);
    this.follower = new LesionFollower(geometry.dims, stored.lastLesionNumber);
    this.follower.know(this.lesions);
  }

  /** Voxels per label with everything drawn inside `box` since the last commit. */
  liveCounts(box: VoxelBox | null): number[] {
    if (box === null) return this.committedCounts;
    return countChanged(this.committedCounts, this.shadow, this.labels, this.geometry.dims, box);
  }

  /** Where the drawn liver reaches the border of the volume, a sentence each. */
  atBorder(): string[] {
    return liverAtBorder(touchedSides({ dims: this.geometry.dims, labels: this.labels }), this.geometry);
  }

  /**
   * Makes one entry of what changed in `box` (null: nothing but the cut or lesions).
   * @param lesions in their new states, when the entry is about those; their voxels are followed by themselves.
   * @returns null when nothing changed.
   */
  commit(
    box: VoxelBox | null,
    action: RevisionAction,
    cut: Cut | null = this.cut,
    lesions: readonly FoundLesion[] = this.lesions,
  ): HistoryEntry | null {
    const delta = this.changesIn(box ?? nowhere);
    const change = { delta, cutBefore: this.cut, cutAfter: cut, lesionsBefore: this.lesions };
    if (changesNothing({ ...change, lesionsAfter: lesions })) return null;
    applyDelta(this.shadow, delta);
    this.committedCounts = countsAfter(this.committedCounts, delta);
    this.cut = cut;
    this.lesions = this.follower.after(lesions, delta, this.shadow, action.tool);
    this.entries++;
    const entry: HistoryEntry = { ...change, number: this.entries, action, lesionsAfter: this.lesions };
    this.history = added(this.history, entry);
    return entry;
  }

  /** Whether anything in `box` or the cut (null: the one there is) is not as it was committed last. */
  differs(box: VoxelBox | null, cut: Cut | null): boolean {
    const delta = this.changesIn(box ?? nowhere);
    return !changesNothing({ delta, cutBefore: this.cut, cutAfter: cut ?? this.cut });
  }

  /** Puts `box` back to the last commit. @returns what was drawn in it since, for `put`. */
  rollBack(box: VoxelBox): LabelDelta {
    const drawn = this.changesIn(box);
    revertDelta(this.labels, drawn);
    return drawn;
  }

  /** Draws again what `rollBack` took out. */
  put(drawn: LabelDelta): void {
    applyDelta(this.labels, drawn);
  }

  /** The last commit with `drawn` on it, whatever else is in the labels: for when a task was ended in the middle of writing. */
  reinstate(drawn: LabelDelta | null): void {
    this.labels.set(this.shadow);
    if (drawn !== null) this.put(drawn);
  }

  /** Makes a revision that the host stored an entry like those that were drawn here. `delta` leads from the last commit to it. */
  adopt({ action, cut, lesions }: Pick<Revision, 'action' | 'cut' | 'lesions'>, delta: LabelDelta): void {
    applyDelta(this.labels, delta);
    applyDelta(this.shadow, delta);
    const before = { cutBefore: this.cut, lesionsBefore: this.lesions };
    this.committedCounts = countsAfter(this.committedCounts, delta);
    this.cut = cut;
    this.lesions = storedLesions(this.labels, this.geometry.dims, { lesions, lastLesionNumber: 0 });
    this.follower.know(this.lesions);
    const after = { cutAfter: this.cut, lesionsAfter: this.lesions };
    this.history = added(this.history, { number: ++this.entries, action, delta, ...before, ...after });
  }

  /** Puts a step from before this session at the beginning of an empty history, to be undone. `delta` leads from before it to now. */
  recall(
    action: RevisionAction,
    delta: LabelDelta,
    cutBefore: Cut | null,
    lesionsBefore: readonly FoundLesion[] = this.lesions,
  ): void {
    const after = { cutAfter: this.cut, lesionsAfter: this.lesions };
    const entry = { number: ++this.entries, action, delta, cutBefore, lesionsBefore, ...after };
    this.history = { ...this.history, done: [entry] };
  }

  /** Takes over the numbers under which the host keeps the lesions. @returns whether any was another. */
  renumber(stored: readonly CountedLesion[] | null): boolean {
    const lesions = renumbered(this.lesions, stored);
    if (lesions === null) return false;
    this.follower.know(lesions);
    this.lesions = lesions;
    return true;
  }

  undo(): HistoryEntry | null {
    const step = undoStep(this.history);
    if (step === null) return null;
    const { entry } = step;
    revertDelta(this.labels, entry.delta);
    revertDelta(this.shadow, entry.delta);
    const { before, after } = entry.delta;
    this.committedCounts = countsAfter(this.committedCounts, { ...entry.delta, before: after, after: before });
    this.cut = entry.cutBefore;
    this.lesions = entry.lesionsBefore;
    this.history = step.history;
    return entry;
  }

  redo(): HistoryEntry | null {
    const step = redoStep(this.history);
    if (step === null) return null;
    const { entry } = step;
    applyDelta(this.labels, entry.delta);
    applyDelta(this.shadow, entry.delta);
    this.committedCounts = countsAfter(this.committedCounts, entry.delta);
    this.cut = entry.cutAfter;
    this.lesions = entry.lesionsAfter;
    this.history = step.history;
    return entry;
  }

  private changesIn(box: VoxelBox): LabelDelta {
    return diffLabels(this.shadow, this.labels, this.geometry.dims, box);
  }
}
