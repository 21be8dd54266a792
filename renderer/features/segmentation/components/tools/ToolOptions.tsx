import { CommandButton } from '../../../../app/commands/index.ts';
import { Checkbox } from '../../../../ui/index.ts';
import { setAutoGrow } from '../../actions/index.ts';
import { useSegmentation } from '../../store.ts';
import { t } from '../../texts.ts';
import { CutOptions } from '../CutOptions.tsx';
import { Strokes } from '../Strokes.tsx';
import { BrushOptions } from './BrushOptions.tsx';
import { MaskingOptions } from './MaskingOptions.tsx';
import { ContourOptions, ScissorsOptions } from './OutlineOptions.tsx';
import { PiecesOptions, ShapeOptions, ThresholdOptions } from './ShapeOptions.tsx';

/** What the tool in hand needs; for those that edit, where they may draw as well. */
export function ToolOptions() {
  const tool = useSegmentation((state) => state.tool);
  switch (tool) {
    case 'navigate':
    case 'window':
      return null;
    case 'liverStroke':
    case 'tumourStroke':
    case 'backgroundStroke':
      return <StrokeOptions />;
    case 'cut':
      return <CutOptions />;
    default:
      return (
        <>
          <EditOptions tool={tool} />
          <MaskingOptions />
        </>
      );
  }
}

type EditTool = 'brush' | 'eraser' | 'contour' | 'liveWire' | 'scissors' | 'threshold' | 'shape' | 'pieces';

function EditOptions({ tool }: { readonly tool: EditTool }) {
  switch (tool) {
    case 'brush':
    case 'eraser':
      return <BrushOptions />;
    case 'contour':
    case 'liveWire':
      return <ContourOptions tool={tool} />;
    case 'scissors':
      return <ScissorsOptions />;
    case 'threshold':
      return <ThresholdOptions />;
    case 'shape':
      return <ShapeOptions />;
    case 'pieces':
      return <PiecesOptions />;
  }
}

function StrokeOptions() {
  const autoGrow = useSegmentation((state) => state.autoGrow);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('strokes.title')}</h2>
      <Strokes />
      <Checkbox isSelected={autoGrow} onChange={setAutoGrow}>
        {t('tools.autoGrow')}
      </Checkbox>
      <div className="seg-buttons">
        <CommandButton id="segment.grow" variant="primary" size="sm" />
        <CommandButton id="segment.clearStrokes" variant="quiet" size="sm" />
      </div>
    </section>
  );
}
