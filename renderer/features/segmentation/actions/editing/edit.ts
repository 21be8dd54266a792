/** Edits that are no brush: at once where they are small, in the worker with a preview where they take a segment's whole shape. */
import type { RevisionAction } from '../../../../../electron/core/contract/segmentation.ts';
import type { SegmentName } from '../../../../../electron/core/domain/labels.ts';
import {
  cutSide,
  planEdit,
  quietContext,
  type EditOperation,
  type ShapeOperation,
} from '../../../../../wasm/kernels/index.ts';
import { isLimiting } from '../../model/masking.ts';
import { session } from '../../session.ts';
import { useSegmentation } from '../../store.ts';
import { inSentence } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { applyPreview, commit, isBusy } from '../commit.ts';
import { perform } from '../tasks.ts';
import { actionOf, masked } from './describe.ts';
import { currentMasking } from './settings.ts';

/** Why an edit changed nothing, as far as can be told. */
export const nothingChanged = (segment: SegmentName): string =>
  tt('problem.nothing', {
    why: isLimiting(currentMasking()) ? tt('problem.masked') : tt('problem.empty', { segment: inSentence(segment) }),
  });

/** Draws on the spot: for edits of a slice or a few. @returns whether anything changed. */
export function editNow(operation: EditOperation, segment: SegmentName, action: RevisionAction): boolean {
  const open = session();
  if (open === null || isBusy()) return false;
  const { labels, hu, geometry } = open.volume;
  const { cut } = open.drawing;
  const masking = currentMasking();
  const side = cut === null ? null : cutSide(cut);
  const box = planEdit({ labels, hu, geometry, side }, operation, masking, quietContext)();
  const changed = commit(box, masked(action, masking));
  useSegmentation.setState({ problem: changed ? null : nothingChanged(segment), masksShown: true });
  return changed;
}

type WholeEdit = Exclude<EditOperation, { kind: 'outline' | 'copySlice' }>;

/** Edits after which another of the same sort goes on from the result, rather than taking its place. */
const addsUp = (tool: string): boolean => tool === 'keep-piece@1' || tool === 'remove-piece@1';

/** Computes in the worker and shows the result as a preview; another setting of the same tool takes its place. */
export async function editWithPreview(operation: WholeEdit): Promise<boolean> {
  const masking = currentMasking();
  const action = masked(actionOf(operation), masking);
  const { preview, active } = useSegmentation.getState();
  if (preview !== null && (preview.action.tool !== action.tool || addsUp(action.tool))) applyPreview();
  const changed = await perform({
    kind: 'edit',
    segment: operation.segment,
    title: action.title,
    action,
    nothing: nothingChanged(active),
    run: ({ tasks, volume: { hu, labels, geometry }, drawing }, options) =>
      tasks.run('edit', { hu, labels, geometry, operation, masking, cut: drawing.cut }, options),
  });
  if (changed) useSegmentation.setState({ masksShown: true });
  return changed;
}

/** Reshapes the active segment. */
export const reshape = (operation: ShapeOperation): Promise<boolean> =>
  editWithPreview({ ...operation, segment: useSegmentation.getState().active });

/** What is marked in the views was the preview: it is applied at once. */
export async function applyThreshold(): Promise<boolean> {
  const { active, toolOptions } = useSegmentation.getState();
  const { threshold: range, thresholdHow: how } = toolOptions;
  const changed = await editWithPreview({ kind: 'threshold', segment: active, range, how });
  if (changed) applyPreview();
  return changed;
}

/** The active segment's section in the view that the pointer is in, onto the slice before or after in the order of scrolling; goes there. */
export function copySlice(direction: 1 | -1): boolean {
  const open = session();
  if (open === null || isBusy()) return false;
  const { stage } = open;
  const { active } = useSegmentation.getState();
  const view = stage.pointedView();
  const from = stage.shownSlice(view);
  stage.scroll(view, direction);
  const to = stage.shownSlice(view);
  if (to.index === from.index) return false;
  return editNow({ kind: 'copySlice', segment: active, axis: from.axis, from: from.index, to: to.index }, active, {
    title: tt('action.copySlice', { segment: inSentence(active), number: stage.state().views[view].sliceNumber }),
    tool: 'copy-slice@1',
    parameters: { segment: active, view },
  });
}
