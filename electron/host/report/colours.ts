/** The segments' colours, as in the window. */
import { isLiver, isTumour, Label } from '../../core/domain/labels.ts';

export type Rgb = readonly [number, number, number];

export const colours = {
  resected: [220, 174, 108],
  flr: [65, 193, 153],
  tumour: [240, 112, 95],
  other: [150, 150, 160],
} as const satisfies Record<string, Rgb>;
export type Kind = keyof typeof colours;

/** What is drawn of a label; null outside. */
export function kindOf(label: number): Kind | null {
  if (!isLiver(label)) return null;
  if (isTumour(label)) return 'tumour';
  if (label === Label.flr) return 'flr';
  return label === Label.resected ? 'resected' : 'other';
}

export const hexOf = (kind: Kind): string =>
  `#${colours[kind].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
