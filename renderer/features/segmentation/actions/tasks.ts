/** Long steps in the worker: growth, division, interpolation; one at a time, with progress, shown before it is applied, cancelled without a trace. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { Cut } from '../../../../electron/core/contract/common.ts';
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { VoxelBox } from '../../../../wasm/kernels/index.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';
import { joinBoxes } from '../model/drawing.ts';
import { finished } from '../model/cut.ts';
import { provisionally, type Preview, type StepKind } from '../model/provisional.ts';
import { canGrow, correctingStrokes, kernelStrokes, type DrawnStroke, type GrownSegment } from '../model/strokes.ts';
import { session, type Session } from '../session.ts';
import type { RunOptions } from '../../../../wasm/runner/index.ts';
import { useSegmentation, type SegmentationState } from '../store.ts';
import { ft } from '../flowTexts.ts';
import { inSentence, t } from '../texts.ts';
import { applyPreview, sentence } from './commit.ts';
import { currentMasking } from './editing/settings.ts';

/** What a step brought about. */
interface Outcome {
  /** Where labels changed, or null. */
  readonly box: VoxelBox | null;
  /** Where it is known only now. */
  readonly action?: RevisionAction;
  /** What else is shown from now on. */
  readonly shows?: Partial<SegmentationState>;
}

/** A long step. Its result is shown as a preview; a step of the same kind before it was applied takes its place. */
export interface Step {
  readonly kind: StepKind;
  /** Whose volume tells what changes. */
  readonly segment: SegmentName;
  /** While it runs. */
  readonly title: string;
  /** May be left to the outcome. */
  readonly action?: RevisionAction;
  readonly cut?: Cut;
  readonly run: (open: Session, options: RunOptions) => Promise<Outcome>;
  /** Said when nothing changed. */
  readonly nothing?: string;
  /** It follows the hand, many times a second. */
  readonly isLive?: boolean;
}

/** The preview that the step takes the place of, one of its kind for its segment; any other is applied first. */
function previewBefore({ kind, segment }: Step): Preview | null {
  const { preview } = useSegmentation.getState();
  if (preview?.kind === kind && preview.segment === segment) return preview;
  applyPreview();
  return null;
}

/** Runs one step and shows what it changed as a preview. @returns whether it finished and changed something. */
export function perform(step: Step): Promise<boolean> {
  const open = session();
  const { busy, brushing, readOnly, masking } = useSegmentation.getState();
  const { segment } = step;
  const locked = masking.locked[segment] ? ft('problem.locked', { segment: inSentence(segment) }) : null;
  const refusal = readOnly ?? (busy === null ? locked : t('busy.wait'));
  if (refusal !== null) useSegmentation.setState({ problem: refusal });
  if (open === null || brushing || refusal !== null) return Promise.resolve(false);
  open.running = start(open, step);
  return open.running;
}

async function start(open: Session, step: Step): Promise<boolean> {
  const { kind, segment, title, action, cut, run, nothing, isLive } = step;
  const former = previewBefore(step);
  const abort = new AbortController();
  open.cancelTask = () => {
    abort.abort();
  };
  useSegmentation.setState({ busy: { title, fraction: 0, isLive }, problem: null });
  let outcome: Outcome = { box: null };
  const onProgress = (fraction: number): void => {
    if (session() === open) useSegmentation.setState({ busy: { title, fraction, isLive } });
  };
  try {
    const compute = async (signal: AbortSignal): Promise<Outcome> =>
      (outcome = await run(open, { signal, onProgress }));
    const box = await provisionally(open.drawing, former?.box ?? null, compute, abort.signal);
    if (session() !== open) return false;
    const made = outcome.action ?? action;
    const differs = made !== undefined && open.drawing.differs(box, cut ?? null);
    const before = open.drawing.liveCounts(null);
    showPreview(open, former, differs ? { kind, segment, action: made, box, before, ...(cut && { cut }) } : null);
    useSegmentation.setState(differs ? { ...outcome.shows } : { problem: nothing ?? t('problem.nothing') });
    return differs;
  } catch (error) {
    const cancelled = abort.signal.aborted || (error instanceof RemnantError && error.code === 'cancelled');
    if (session() === open && !cancelled) useSegmentation.setState({ problem: sentence(error) });
    return false;
  } finally {
    open.cancelTask = null;
    if (session() === open) useSegmentation.setState({ busy: null });
  }
}

function showPreview({ drawing, stage }: Session, former: Preview | null, preview: Preview | null): void {
  const box = joinBoxes(former?.box ?? null, preview?.box ?? null);
  if (box !== null) stage.labelsChanged(box);
  useSegmentation.setState({ preview, counts: drawing.liveCounts(preview?.box ?? null) });
}

export function cancelTask(): void {
  session()?.cancelTask?.();
}

/** Grows the liver or the tumours from the strokes drawn for it. */
export function grow(target: GrownSegment): Promise<boolean> {
  const { strokes } = useSegmentation.getState();
  if (!canGrow(strokes, target)) return Promise.resolve(false);
  return perform(target === 'liver' ? liverStep(strokes) : tumourStep(strokes));
}

const strokesAction = (name: 'growLiver' | 'correctLiver' | 'growTumour', tool: string, count: number) => ({
  title: t(`action.${name}`, { count }),
  tool,
  parameters: { strokes: count },
});

/** A liver that is there, however it came about, is corrected near the new strokes; otherwise it grows from all of them. */
function liverStep(strokes: readonly DrawnStroke[]): Step {
  return {
    kind: 'growLiver',
    segment: 'liver',
    title: t('busy.growLiver'),
    nothing: ft('problem.agrees'),
    run: async ({ tasks, volume: { hu, labels, geometry }, drawing: { cut } }, options) => {
      const input = { hu, geometry, labels, cut };
      if (labels.every((label) => label === 0)) {
        const given = kernelStrokes(strokes, 'liver');
        const { box } = await tasks.run('growLiver', { ...input, strokes: given }, options);
        return { box, action: strokesAction('growLiver', 'grow-liver@1', given.length) };
      }
      const { given, followed } = correctingStrokes(strokes);
      const { box } = await tasks.run('correctLiver', { ...input, strokes: given, followed }, options);
      return { box, action: strokesAction('correctLiver', 'correct-liver@1', given.length - followed) };
    },
  };
}

function tumourStep(strokes: readonly DrawnStroke[]): Step {
  const given = kernelStrokes(strokes, 'tumour');
  return {
    kind: 'growTumour',
    segment: 'tumour',
    title: t('busy.growTumour'),
    action: strokesAction('growTumour', 'grow-tumour@1', given.length),
    nothing: t('problem.noTumour'),
    run: ({ tasks, volume: { hu, labels, geometry }, drawing: { cut } }, options) =>
      tasks.run('growTumour', { hu, geometry, labels, strokes: given, cut }, options),
  };
}

export async function applyCut(): Promise<boolean> {
  const { cutDraft, counts } = useSegmentation.getState();
  const cut = finished(cutDraft);
  const problem = typeof cut === 'string' ? cut : voxelsOf('tlv', counts) === 0 ? t('problem.noLiver') : null;
  if (problem !== null || typeof cut === 'string') {
    useSegmentation.setState({ problem });
    return false;
  }
  const count = cutDraft.pointsMm.length;
  return perform({
    kind: 'divide',
    segment: 'flr',
    title: t('busy.divide'),
    action: { title: t('action.divide', { count }), tool: 'divide@1', parameters: { points: count } },
    cut,
    isLive: true,
    run: ({ tasks, volume }, options) =>
      tasks.run('divide', { labels: volume.labels, geometry: volume.geometry, cut }, options),
  });
}

export function interpolate(): Promise<boolean> {
  const { active } = useSegmentation.getState();
  return perform({
    kind: 'interpolate',
    segment: active,
    title: t('busy.interpolate'),
    action: {
      title: t('action.interpolate', { segment: inSentence(active) }),
      tool: 'interpolate-slices@1',
      parameters: { segment: active },
    },
    run: ({ tasks, volume, drawing }, options) =>
      tasks.run(
        'interpolate',
        {
          labels: volume.labels,
          hu: volume.hu,
          geometry: volume.geometry,
          segment: active,
          cut: drawing.cut,
          masking: currentMasking(),
        },
        options,
      ),
  });
}
