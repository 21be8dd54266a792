/** The segments' colours as the design tokens have them. */
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import type { Colour } from '../../imaging/index.ts';

const tokens: Readonly<Record<SegmentName, string>> = {
  liver: '--segment-resected',
  flr: '--segment-flr',
  tumour: '--segment-tumour',
};

/** As CSS, for lines. */
export const segmentCss = (segment: SegmentName): string => `var(${tokens[segment]})`;

/** `#rrggbb` as three numbers. */
export function parseHex(hex: string): Colour {
  const value = Number.parseInt(hex.trim().replace('#', ''), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** As numbers, for the canvas. */
export function segmentColours(): Record<SegmentName, Colour> {
  const style = getComputedStyle(document.documentElement);
  const read = (segment: SegmentName): Colour => parseHex(style.getPropertyValue(tokens[segment]));
  return { liver: read('liver'), flr: read('flr'), tumour: read('tumour') };
}
