/** How a segmentation came to be, told from its stored revisions: tools with versions, strokes, edits and the time of work. */
import { changeOrigin } from './lesionsFollow.ts';
import { segmentNames, type LabelCounts, type SegmentName } from './labels.ts';

/** The part of a revision that tells it. */
export interface ProvenRevision {
  /** UTC, ISO-8601. */
  readonly createdAt: string;
  readonly action: {
    readonly tool: string;
    readonly parameters: Readonly<Record<string, string | number | boolean>>;
  };
  readonly counts: LabelCounts;
  readonly sha256: string;
}

export interface SegmentProvenance {
  readonly segment: SegmentName;
  /** Tools and algorithms whose work is in the segment, in the order of their first use. */
  readonly tools: readonly { readonly tool: string; readonly count: number }[];
  readonly strokes: number;
  /** Steps done by hand. */
  readonly edits: number;
  readonly workingSeconds: number;
}

export interface Provenance {
  /** Those that anything was done for. */
  readonly segments: readonly SegmentProvenance[];
  readonly workingSeconds: number;
}

/** A longer pause between two steps was no work. */
export const IDLE_SECONDS = 120;

/**
 * The revisions whose changes are in the labels, oldest first: an undo takes its step out, a redo brings it back.
 * @param revisions newest first, as they are listed.
 */
export function effective<Step extends ProvenRevision>(revisions: readonly Step[]): Step[] {
  const done: Step[] = [];
  const undone: Step[] = [];
  for (const step of revisions.toReversed()) {
    const { tool } = step.action;
    if (tool === 'undo@1' && restores(step, done.at(-2) ?? null)) undone.push(done.pop()!);
    else if (tool === 'redo@1' && undone.at(-1)?.sha256 === step.sha256) done.push(undone.pop()!);
    else {
      done.push(step);
      undone.length = 0;
    }
  }
  return done;
}

/** An undo above someone else's revision does not lead back to the one before it: it counts as a change of its own. */
const restores = (undo: ProvenRevision, before: ProvenRevision | null): boolean =>
  before === null ? undo.counts.slice(1).every((count) => count === 0) : before.sha256 === undo.sha256;

const segmentOfTool: readonly (readonly [RegExp, SegmentName])[] = [
  [/liver/, 'liver'],
  [/tumour|lesion/, 'tumour'],
  [/divide/, 'flr'],
];

/** The segments that a step was done for; a whole mask is for all. */
function segmentsOf({ tool, parameters }: ProvenRevision['action']): readonly SegmentName[] {
  const named = segmentNames.find((name) => name === parameters['segment']);
  const known = named ?? segmentOfTool.find(([pattern]) => pattern.test(tool))?.[1];
  return known === undefined ? segmentNames : [known];
}

/** @param revisions newest first, as they are listed. */
export function provenanceOf(revisions: readonly ProvenRevision[]): Provenance {
  const steps = effective(revisions).filter(({ action }) => !/^(undo|redo)@/.test(action.tool));
  const times = workTimes(revisions);
  const segments = segmentNames.map((segment): SegmentProvenance => {
    const own = steps.filter(({ action }) => segmentsOf(action).includes(segment));
    return {
      segment,
      tools: countTools(own),
      strokes: countStrokes(own),
      edits: own.filter(({ action }) => changeOrigin(action.tool) === 'hand').length,
      workingSeconds: times.of[segment],
    };
  });
  return { segments: segments.filter(({ tools }) => tools.length > 0), workingSeconds: times.all };
}

function countTools(steps: readonly ProvenRevision[]): SegmentProvenance['tools'] {
  const counts = new Map<string, number>();
  for (const { action } of steps) counts.set(action.tool, (counts.get(action.tool) ?? 0) + 1);
  return [...counts].map(([tool, count]) => ({ tool, count }));
}

/** A growth of the liver is from all of its strokes, so that the last one counts; corrections and tumours have their own. */
function countStrokes(steps: readonly ProvenRevision[]): number {
  let [liver, others] = [0, 0];
  for (const { action } of steps) {
    const strokes = Number(action.parameters['strokes'] ?? 0);
    if (/^grow-liver@/.test(action.tool)) liver = strokes;
    else others += strokes;
  }
  return liver + others;
}

/** Seconds between each step and the one before it, idle pauses left out; undone steps were work as well. */
function workTimes(revisions: readonly ProvenRevision[]): {
  readonly all: number;
  readonly of: Record<SegmentName, number>;
} {
  const of = { liver: 0, tumour: 0, flr: 0 };
  let all = 0;
  let last: readonly SegmentName[] = [];
  const inOrder = revisions.toReversed();
  inOrder.forEach((step, at) => {
    // An undo is work on what was done before it.
    if (!/^(undo|redo)@/.test(step.action.tool)) last = segmentsOf(step.action);
    const before = inOrder[at - 1];
    const seconds = before === undefined ? 0 : (Date.parse(step.createdAt) - Date.parse(before.createdAt)) / 1000;
    if (!(seconds > 0 && seconds <= IDLE_SECONDS)) return;
    all += seconds;
    for (const segment of last) of[segment] += seconds / last.length;
  });
  return { all, of };
}
