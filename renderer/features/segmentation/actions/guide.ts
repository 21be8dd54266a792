/** The usual order of a case, which can be left and taken up at any step. */
import type { GuideStep } from '../model/segments.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { setTool } from './panel.ts';

const toolOf: Readonly<Record<GuideStep, ToolId>> = {
  liver: 'liverStroke',
  tumour: 'tumourStroke',
  flr: 'cut',
  check: 'navigate',
  sign: 'navigate',
};

/** Takes a step with its tool in hand; what is shown as a preview is applied by going on. */
export function goToStep(step: GuideStep): void {
  const { tool } = useSegmentation.getState();
  if (tool !== toolOf[step]) setTool(toolOf[step]);
  useSegmentation.setState({ step });
}
