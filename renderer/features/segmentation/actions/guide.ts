/** The usual order of a case, which can be left and taken up at any step. */
import type { GuideStep } from '../model/segments.ts';
import { useSegmentation, type ToolId } from '../store.ts';
import { applyPreview } from './commit.ts';
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
  const { tool, busy } = useSegmentation.getState();
  if (tool !== toolOf[step]) setTool(toolOf[step]);
  // What is checked and signed is what counts; a look around with the same hand tool leaves a preview waiting.
  if ((step === 'check' || step === 'sign') && busy === null) applyPreview();
  useSegmentation.setState({ step });
}
