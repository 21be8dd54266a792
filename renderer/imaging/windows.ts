/** Windows of CT: which HU are black and white. */
import type { HuRange } from './view.ts';

export interface HuWindow {
  /** HU shown as middle grey. */
  readonly centre: number;
  /** HU from black to white, at least 1. */
  readonly width: number;
}

export const windowPresets = {
  liver: { centre: 90, width: 180 },
  softTissue: { centre: 40, width: 400 },
  lung: { centre: -600, width: 1500 },
} as const satisfies Readonly<Record<string, HuWindow>>;
export type WindowPreset = keyof typeof windowPresets;

/** Black and white of a window (PS3.3 C.11.2.1.2.1, without its half-unit offsets, which don't show at CT widths). */
export const huRange = ({ centre, width }: HuWindow): HuRange => ({
  lower: centre - width / 2,
  upper: centre + width / 2,
});
