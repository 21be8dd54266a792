/** What the tools are set to. */
import type { SegmentName } from '../../../../../electron/core/domain/labels.ts';
import type { Masking } from '../../../../../wasm/kernels/index.ts';
import { kernelMasking, openMasking, type MaskingSetting } from '../../model/masking.ts';
import type { ToolOptions } from '../../model/toolOptions.ts';
import { useSegmentation } from '../../store.ts';

export function setMasking(change: Partial<MaskingSetting>): void {
  useSegmentation.setState({ masking: { ...useSegmentation.getState().masking, ...change }, learned: null });
}

/** No tool changes the extent of a locked segment. */
export function toggleLock(segment: SegmentName): void {
  const { locked } = useSegmentation.getState().masking;
  setMasking({ locked: { ...locked, [segment]: !locked[segment] } });
}

export function resetMasking(): void {
  setMasking(openMasking);
}

/** The HU limit learned from each stroke, on or off. */
export function toggleLearnedHu(): void {
  const { huLimit } = useSegmentation.getState().masking;
  setMasking({ huLimit: huLimit === 'learned' ? 'off' : 'learned' });
}

export function setToolOptions(change: Partial<ToolOptions>): void {
  useSegmentation.setState({ toolOptions: { ...useSegmentation.getState().toolOptions, ...change } });
}

/** What the masking is for tools that have no stroke to learn from. */
export const currentMasking = (): Masking => kernelMasking(useSegmentation.getState().masking);
