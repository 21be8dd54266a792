/** What the left button draws. */
import type { StageTool } from '../../imaging/index.ts';
import { segmentCss } from './colours.ts';
import { beginBrush, beginCut, beginStroke } from './actions/index.ts';
import type { SegmentationState } from './store.ts';

export function stageTool({ tool, active, radiusMm, shape, growTarget }: SegmentationState): StageTool {
  switch (tool) {
    case 'navigate':
    case 'window':
      return { kind: tool };
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
  }
}
