/** Keeps the views in step with the store: colours, lines and the tool under the left button. */
import { noOverlay, type Annotation, type Stage } from '../../imaging/index.ts';
import { segmentColours, segmentCss } from './colours.ts';
import { previewOf } from './model/cut.ts';
import { proposedRuns } from './model/lesions.ts';
import { overlayStyle } from './model/segments.ts';
import type { DrawnStroke } from './model/strokes.ts';
import { useSegmentation, type SegmentationState } from './store.ts';
import { t } from './texts.ts';
import { stageTool } from './tools.ts';

const OUTSIDE_COLOUR = 'var(--text-muted)';
const DOUBTFUL_COLOUR = 'var(--doubtful)';
const CUT_COLOUR = 'var(--accent-strong)';

const strokeLine = ({ id, target, foreground, pointsMm }: DrawnStroke): Annotation => ({
  kind: 'stroke',
  id,
  pointsMm,
  colour: foreground ? segmentCss(target) : OUTSIDE_COLOUR,
  dashed: !foreground,
});

function cutLines({ tool, cutDraft, cutGrip }: SegmentationState): Annotation[] {
  if (tool !== 'cut') return [];
  const preview = previewOf(cutDraft);
  const surface: Annotation[] =
    preview.kind === 'surface' ? [{ kind: 'surface', id: 'cut', heightMm: preview.heightMm, colour: CUT_COLOUR }] : [];
  const side: Annotation[] =
    cutDraft.flrSide === null
      ? []
      : [{ kind: 'points', id: 'side', pointsMm: [cutDraft.flrSide], colour: segmentCss('flr'), label: 'FLR' }];
  const grip: Annotation[] =
    cutGrip === null
      ? []
      : [{ kind: 'points', id: 'cut-grip', pointsMm: [cutGrip.pointMm], colour: CUT_COLOUR, label: t('cut.grip') }];
  const line: Annotation[] = [
    { kind: 'stroke', id: 'cut-line', pointsMm: cutDraft.line, colour: CUT_COLOUR, dashed: false },
  ];
  return [
    ...surface,
    ...line,
    { kind: 'points', id: 'cut-points', pointsMm: cutDraft.pointsMm, colour: CUT_COLOUR },
    ...grip,
    ...side,
  ];
}

/** Strokes stay visible while something is grown from them, not while brushing over the result. */
const showsStrokes = ({ tool }: SegmentationState): boolean =>
  tool === 'liverStroke' || tool === 'tumourStroke' || tool === 'backgroundStroke';

/** Marked while the liver is looked at, out of the way of the steps after it. */
function doubtfulRegions({ certainty, step, tool }: SegmentationState): Annotation[] {
  const isLaterStep = (step !== null && step !== 'liver') || tool === 'tumourStroke' || tool === 'cut';
  if (certainty === null || !certainty.shown || isLaterStep) return [];
  return [{ kind: 'blocks', id: 'doubtful', blocks: certainty.doubtful, colour: DOUBTFUL_COLOUR }];
}

/** The diameters of the lesion that was jumped to. */
function diameters({ lesions, lesionMeasures, selectedLesion }: SegmentationState): Annotation[] {
  const lesion = lesions.find((each) => each.lesion.id === selectedLesion)?.lesion;
  const measures = lesion && lesionMeasures.get(lesion.id);
  if (!measures) return [];
  const colour = segmentCss('tumour');
  const { longestAxial: longest, shortAxial: short } = measures;
  const label = `${lesion.number}: ${longest.lengthMm.toFixed(0)} mm`;
  return [
    { kind: 'stroke', id: 'lesion-longest', pointsMm: [longest.fromMm, longest.toMm], colour, dashed: false },
    { kind: 'stroke', id: 'lesion-short', pointsMm: [short.fromMm, short.toMm], colour, dashed: true },
    { kind: 'points', id: 'lesion-name', pointsMm: [longest.toMm], colour, label },
  ];
}

export function annotationsOf(state: SegmentationState): Annotation[] {
  const strokes = showsStrokes(state) ? [...state.strokes, ...(state.pending ? [state.pending] : [])] : [];
  return [...doubtfulRegions(state), ...diameters(state), ...strokes.map(strokeLine), ...cutLines(state)];
}

/** Returns how to stop. */
export function linkStage(stage: Stage): () => void {
  const colours = segmentColours();
  const sync = (state: SegmentationState, before: SegmentationState | null): void => {
    const changed = (...keys: (keyof SegmentationState)[]): boolean =>
      before === null || keys.some((key) => state[key] !== before[key]);
    if (changed('looks', 'opacity', 'masksShown', 'lesions'))
      stage.setOverlay(
        state.masksShown ? overlayStyle(state.looks, state.opacity, colours, proposedRuns(state.lesions)) : noOverlay,
      );
    if (
      changed(
        'strokes',
        'pending',
        'cutDraft',
        'cutGrip',
        'tool',
        'certainty',
        'step',
        'selectedLesion',
        'lesionMeasures',
      )
    )
      stage.setAnnotations(annotationsOf(state));
    if (changed('tool', 'active', 'radiusMm', 'shape', 'readOnly')) stage.setTool(stageTool(state));
  };
  sync(useSegmentation.getState(), null);
  return useSegmentation.subscribe(sync);
}
