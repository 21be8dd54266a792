/** What the panel and the keys do. */
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import { session } from '../session.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { sentence } from './commit.ts';
import { settleFor } from './preview.ts';

const segmentOfTool: Partial<Record<ToolId, SegmentName>> = {
  liverStroke: 'liver',
  tumourStroke: 'tumour',
  cut: 'flr',
};

export function setTool(tool: ToolId): void {
  settleFor(tool);
  const { active } = useSegmentation.getState();
  useSegmentation.setState({ tool, active: segmentOfTool[tool] ?? active, cutGrip: null, problem: null });
  if (tool === 'liverStroke') useSegmentation.setState({ growTarget: 'liver' });
  if (tool === 'tumourStroke') useSegmentation.setState({ growTarget: 'tumour' });
}

export function setActive(active: SegmentName): void {
  useSegmentation.setState({ active });
}

export function toggleVisible(segment: SegmentName): void {
  const { looks } = useSegmentation.getState();
  useSegmentation.setState({ looks: { ...looks, [segment]: { visible: !looks[segment].visible } } });
}

/** To look at the image alone for a moment; nothing drawn is changed. */
export function toggleMasks(): void {
  useSegmentation.setState({ masksShown: !useSegmentation.getState().masksShown });
}

export function setOpacity(opacity: number): void {
  useSegmentation.setState({ opacity });
}

export function setAutoGrow(autoGrow: boolean): void {
  useSegmentation.setState({ autoGrow });
}

export function setShape(shape: 'disc' | 'sphere'): void {
  useSegmentation.setState({ shape });
}

export function dismissProblem(): void {
  useSegmentation.setState({ problem: null });
}

export function retrySaving(): void {
  session()?.queue.retry();
}

/** After a conflict: what was drawn here becomes the newest revision. The other one stays in the list of revisions. */
export async function storeMine(): Promise<void> {
  const open = session();
  if (open === null) return;
  try {
    await open.revisions.rebase();
    useSegmentation.setState({ changedElsewhere: false });
    open.queue.proceed();
  } catch (error) {
    useSegmentation.setState({ problem: sentence(error) });
  }
}
