/** What the left button draws. */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { changeableLabels, drawnAs, erasedAs } from '../../../wasm/kernels/index.ts';
import type { Annotation, Highlight, Stage, StageTool } from '../../imaging/index.ts';
import { segmentColours, segmentCss } from './colours.ts';
import { beginBrush, beginCut, beginStroke, setTool } from './actions/index.ts';
import { beginFreehand, beginLiveWire, currentMasking, pickPiece, pickThreshold } from './actions/editing/index.ts';
import { useSegmentation, type SegmentationState, type ToolId } from './store.ts';

export function stageTool({ tool, active, radiusMm, shape, growTarget, readOnly }: SegmentationState): StageTool {
  if (readOnly !== null && tool !== 'window') return { kind: 'navigate' };
  switch (tool) {
    case 'navigate':
    case 'window':
      return { kind: tool };
    case 'shape':
      return { kind: 'navigate' };
    case 'cut':
      return beginCut();
    case 'liverStroke':
      return beginStroke({ target: 'liver', foreground: true });
    case 'tumourStroke':
      return beginStroke({ target: 'tumour', foreground: true });
    case 'backgroundStroke':
      return beginStroke({ target: growTarget, foreground: false });
    case 'brush':
    case 'eraser':
      return beginBrush({ segment: active, erase: tool === 'eraser', radiusMm, shape, colour: segmentCss(active) });
    case 'scissors':
    case 'contour':
      return beginFreehand(tool);
    case 'liveWire':
      return beginLiveWire();
    case 'threshold':
      return pickThreshold();
    case 'pieces':
      return pickPiece();
  }
}

/** What a threshold would change, marked in the views. */
const MARK_FILL = 0.6;
const REMOVED_COLOUR = [255, 255, 255] as const;

function highlightOf({ tool, phase, active, toolOptions, preview }: SegmentationState): Highlight | null {
  if (tool !== 'threshold' || phase !== 'ready' || preview !== null) return null;
  const { threshold, thresholdHow } = toolOptions;
  const adds = thresholdHow === 'add';
  const masking = currentMasking();
  return {
    ...threshold,
    within: adds,
    limit: masking.huRange,
    labels: changeableLabels((adds ? drawnAs : erasedAs)[active], masking),
    colour: adds ? segmentColours()[active] : REMOVED_COLOUR,
    fill: MARK_FILL,
  };
}

function outlineLines({ outline, active }: SegmentationState): Annotation[] {
  if (outline === null) return [];
  const colour = segmentCss(active);
  const line = (id: string, pointsMm: readonly Vec3[], dashed: boolean): Annotation => ({
    kind: 'stroke',
    id,
    pointsMm,
    colour,
    dashed,
  });
  const points = outline.lines.flat();
  const closing = points.length > 2 ? [points.at(-1)!, points[0]!] : [];
  return [
    line('outline', points, false),
    ...(outline.anchors.length === 0 ? [line('outline-closing', closing, true)] : []),
    line('outline-live', outline.live, true),
    { kind: 'points', id: 'outline-anchors', pointsMm: outline.anchors, colour },
  ];
}

/** Keeps the views in step with the editing tools. Returns how to stop. */
export function linkTools(stage: Stage): () => void {
  const sync = (state: SegmentationState, before: SegmentationState | null): void => {
    const changed = (...keys: (keyof SegmentationState)[]): boolean =>
      before === null || keys.some((key) => state[key] !== before[key]);
    if (changed('outline', 'active')) stage.setToolLines(outlineLines(state));
    if (changed('tool', 'phase', 'active', 'toolOptions', 'masking', 'preview')) stage.setHighlight(highlightOf(state));
    if (changed('masking', 'learned')) stage.setTool(stageTool(state));
    if (before !== null && state.tool !== before.tool && state.outline !== null)
      useSegmentation.setState({ outline: null });
  };
  sync(useSegmentation.getState(), null);
  const stopSync = useSegmentation.subscribe(sync);
  const stopHolding = momentaryEraser();
  return () => {
    stopSync();
    stopHolding();
  };
}

const ERASER_KEY = 'e';
/** A key held longer than this was held on purpose. */
const HOLD_MS = 250;

/** The eraser's key, held, gives the tool before it back when it is let go. Returns how to stop. */
function momentaryEraser(): () => void {
  let held: { readonly before: ToolId; readonly since: number } | null = null;
  const stop = new AbortController();
  const isKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
    key.toLowerCase() === ERASER_KEY && !ctrlKey && !metaKey && !altKey;
  // Before the key's command takes the eraser in hand.
  const options = { signal: stop.signal, capture: true };
  const down = (event: KeyboardEvent): void => {
    const { tool } = useSegmentation.getState();
    if (isKey(event) && !event.repeat && tool !== 'eraser') held = { before: tool, since: event.timeStamp };
  };
  const up = (event: KeyboardEvent): void => {
    if (held === null || !isKey(event)) return;
    const { before, since } = held;
    held = null;
    const { tool, brushing } = useSegmentation.getState();
    if (tool === 'eraser' && !brushing && event.timeStamp - since > HOLD_MS) setTool(before);
  };
  window.addEventListener('keydown', down, options);
  window.addEventListener('keyup', up, options);
  return () => {
    stop.abort();
  };
}
