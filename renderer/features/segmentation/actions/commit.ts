/** One way for every change into the history and onto the disk. */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { Revision, RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { FoundLesion } from '../../../../electron/core/domain/lesions.ts';
import type { VoxelBox } from '../../../../wasm/kernels/index.ts';
import type { HistoryEntry } from '../model/history.ts';
import { strokesApplied } from '../model/provisional.ts';
import type { StoreJob } from '../revisions.ts';
import { session, type Session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { draftOf } from '../model/cut.ts';
import { t } from '../texts.ts';

/** Shows the state of the drawing after a step. */
function show({ drawing, stage }: Session, box: VoxelBox | null): void {
  stage.labelsChanged(box);
  useSegmentation.setState({
    counts: drawing.liveCounts(null),
    history: drawing.history,
    committedCounts: drawing.liveCounts(null),
    lesions: drawing.lesions,
    atBorder: drawing.atBorder(),
  });
}

/** What a revision keeps beside the labels. */
const stateOf = ({ drawing: { cut, lesions } }: Session): Pick<StoreJob, 'cut' | 'lesions'> => ({
  cut,
  lesions: lesions.map(({ lesion }) => lesion),
});

/** @param lesions in their new states, when that is what changes. @returns whether anything changed. */
export function commit(
  box: VoxelBox | null,
  action: RevisionAction,
  cut?: Cut,
  lesions?: readonly FoundLesion[],
): boolean {
  const open = session();
  if (open === null) return false;
  const entry = open.drawing.commit(box, action, cut, lesions);
  if (box !== null || entry !== null) show(open, box);
  if (entry === null) return false;
  open.queue.push({ delta: entry.delta, direction: 'apply', action, ...stateOf(open) });
  return true;
}

/** Shows a revision that the host stored, once the drawing has it. */
export function adopt(open: Session, revision: Revision, box: VoxelBox | null): void {
  show(open, box);
  const { stored } = useSegmentation.getState();
  useSegmentation.setState({ stored: [revision, ...stored], cutDraft: draftOf(open.drawing.cut) });
}

/** Makes what is shown as a preview an entry like any other. */
export function applyPreview(): void {
  const { preview, strokes } = useSegmentation.getState();
  if (preview === null) return;
  useSegmentation.setState({
    preview: null,
    strokes: strokesApplied(strokes, preview.kind),
  });
  commit(preview.box, preview.action, preview.cut);
}

/**
 * Whether nothing may be drawn now: what may not be drawn on says why.
 *
 * Drawing while a task computes would be lost when its result arrives; a task in the middle of a brush stroke would cut it in two. Where
 * neither is the case a preview is applied: what follows comes on top of it.
 */
export function isBusy(): boolean {
  const { busy, brushing, readOnly } = useSegmentation.getState();
  if (readOnly !== null) {
    useSegmentation.setState({ problem: readOnly });
    return true;
  }
  if (brushing) return true;
  if (busy === null) {
    applyPreview();
    return false;
  }
  useSegmentation.setState({ problem: t('busy.wait') });
  return true;
}

function step(direction: 'apply' | 'revert', entry: HistoryEntry, open: Session): void {
  const undone = direction === 'revert';
  show(open, entry.delta.box);
  useSegmentation.setState({ problem: null, cutDraft: draftOf(open.drawing.cut) });
  open.queue.push({
    delta: entry.delta,
    direction,
    action: {
      title: t(undone ? 'action.undo' : 'action.redo', { what: entry.action.title }).slice(0, 200),
      tool: undone ? 'undo@1' : 'redo@1',
      parameters: { of: entry.action.tool },
    },
    ...stateOf(open),
  });
}

export function undo(): void {
  const open = session();
  if (open === null || isBusy()) return;
  const entry = open.drawing.undo();
  if (entry !== null) step('revert', entry, open);
}

export function redo(): void {
  const open = session();
  if (open === null || isBusy()) return;
  const entry = open.drawing.redo();
  if (entry !== null) step('apply', entry, open);
}

/** The sentence for a person. */
export function sentence(error: unknown): string {
  if (error instanceof RemnantError) return error.message;
  console.error(error);
  return 'Something went wrong in this window. Nothing stored was changed.';
}
