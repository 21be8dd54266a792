/** Long steps in the worker: growth, division, interpolation; one at a time, with progress, cancelled without a trace. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { Cut } from '../../../../electron/core/contract/common.ts';
import { revertDelta, type RepairKind, type VoxelBox } from '../../../../wasm/kernels/index.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';
import { joinBoxes, type Drawing } from '../model/drawing.ts';
import { finished } from '../model/cut.ts';
import { canGrow, kernelStrokes, type GrownSegment } from '../model/strokes.ts';
import { session, type Session } from '../session.ts';
import type { RunOptions } from '../../../../wasm/runner/index.ts';
import { useSegmentation } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { commit, isBusy, sentence } from './commit.ts';

interface Task {
  readonly title: string;
  readonly action: RevisionAction;
  readonly cut?: Cut;
  readonly run: (open: Session, options: RunOptions) => Promise<{ readonly box: VoxelBox | null }>;
}

/** Runs one task and commits what it changed. @returns whether it finished and changed something. */
async function perform({ title, action, cut, run }: Task): Promise<boolean> {
  const open = session();
  if (open === null || isBusy()) return false;
  const abort = new AbortController();
  open.cancelTask = () => {
    abort.abort();
  };
  useSegmentation.setState({ busy: { title, fraction: 0 }, problem: null });
  try {
    const { box } = await run(open, {
      signal: abort.signal,
      onProgress: (fraction) => {
        if (useSegmentation.getState().busy !== null) useSegmentation.setState({ busy: { title, fraction } });
      },
    });
    if (session() !== open) return false;
    const changed = commit(box, action, cut);
    if (!changed)
      useSegmentation.setState({
        problem: action.tool === 'grow-tumour@1' ? t('problem.noTumour') : t('problem.nothing'),
      });
    return changed;
  } catch (error) {
    const cancelled = abort.signal.aborted || (error instanceof RemnantError && error.code === 'cancelled');
    if (!cancelled && session() === open) useSegmentation.setState({ problem: sentence(error) });
    return false;
  } finally {
    open.cancelTask = null;
    if (session() === open) useSegmentation.setState({ busy: null });
  }
}

export function cancelTask(): void {
  session()?.cancelTask?.();
}

/**
 * A growth only adds tumour. So that a further stroke can also take away, what the same strokes grew before is taken out of the labels
 * first, provided that nothing was done since. @returns the box of what was taken out.
 */
function takeBackTumour(drawing: Drawing): VoxelBox | null {
  const last = drawing.history.done.at(-1);
  if (last === undefined || last.number !== useSegmentation.getState().tumourGrowth) return null;
  revertDelta(drawing.labels, last.delta);
  return last.delta.box;
}

export async function grow(target: GrownSegment): Promise<boolean> {
  const { strokes } = useSegmentation.getState();
  if (!canGrow(strokes, target)) return false;
  const given = kernelStrokes(strokes, target);
  const count = strokes.filter((stroke) => stroke.target === target).length;
  const task = target === 'liver' ? 'growLiver' : 'growTumour';
  const done = await perform({
    title: t(`busy.${task}`),
    action: {
      title: t(`action.${task}`, { count }),
      tool: target === 'liver' ? 'grow-liver@1' : 'grow-tumour@1',
      parameters: { strokes: count },
    },
    run: async ({ tasks, volume, drawing }, options) => {
      const { hu, labels, geometry } = volume;
      const taken = target === 'tumour' ? takeBackTumour(drawing) : null;
      try {
        const { box } = await tasks.run(task, { hu, geometry, labels, strokes: given, cut: drawing.cut }, options);
        return { box: joinBoxes(taken, box) };
      } catch (error) {
        if (taken !== null) drawing.rollBack(taken);
        throw error;
      }
    },
  });
  if (done && target === 'liver') useSegmentation.setState({ liverCorrected: false });
  if (done && target === 'tumour')
    useSegmentation.setState({ tumourGrowth: session()?.drawing.history.done.at(-1)?.number ?? null });
  return done;
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
    title: t('busy.divide'),
    action: { title: t('action.divide', { count }), tool: 'divide@1', parameters: { points: count } },
    cut,
    run: ({ tasks, volume }, options) =>
      tasks.run('divide', { labels: volume.labels, geometry: volume.geometry, cut }, options),
  });
}

export function interpolate(): Promise<boolean> {
  const { active } = useSegmentation.getState();
  return perform({
    title: t('busy.interpolate'),
    action: {
      title: t('action.interpolate', { segment: inSentence(active) }),
      tool: 'interpolate-slices@1',
      parameters: { segment: active },
    },
    run: ({ tasks, volume, drawing }, options) =>
      tasks.run(
        'interpolate',
        { labels: volume.labels, geometry: volume.geometry, segment: active, cut: drawing.cut },
        options,
      ),
  });
}

export function repair(kind: RepairKind): Promise<boolean> {
  const { active } = useSegmentation.getState();
  return perform({
    title: t(`busy.${kind}`, { segment: inSentence(active) }),
    action: {
      title: t(`action.${kind}`, { segment: inSentence(active) }),
      tool: kind === 'keepLargest' ? 'keep-largest@1' : 'fill-holes@1',
      parameters: { segment: active },
    },
    run: ({ tasks, volume: { labels, geometry }, drawing }, options) =>
      tasks.run('repair', { labels, geometry, segment: active, kind, cut: drawing.cut }, options),
  });
}
