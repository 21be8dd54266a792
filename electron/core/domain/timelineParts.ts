/** What a time line is drawn from, and the parts that its drawing consists of, in px. */
import type { Growth, Result } from '../contract/results.ts';
import type { Subject, TimePointKind } from '../contract/trial.ts';
import type { Protocol } from './protocol.ts';

export interface TimelineInput {
  readonly subject: Pick<
    Subject,
    'code' | 'liverQuality' | 'embolisations' | 'functionTests' | 'timePoints' | 'outcome'
  >;
  readonly results: readonly Result[];
  readonly growth: readonly Growth[];
  readonly protocol: Protocol;
  readonly nameOf: (kind: TimePointKind) => string;
}

export type Shape = 'disc' | 'ring' | 'square' | 'triangle' | 'diamond' | 'arrow' | 'cross';

export interface Mark {
  readonly x: number;
  readonly shape: Shape;
  readonly label: string;
  readonly labelX: number;
  readonly labelY: number;
}
export interface Lane {
  readonly title: string;
  readonly y: number;
  readonly marks: readonly Mark[];
}
export interface Point {
  readonly x: number;
  readonly y: number;
  /** Ends of the 95 % interval; null where there is none. */
  readonly interval: readonly [number, number] | null;
  readonly text: string;
}
export interface Series {
  readonly name: string;
  /** Where its name stands, right of the plot. */
  readonly nameY: number;
  readonly shape: Shape;
  readonly isDashed: boolean;
  readonly points: readonly Point[];
  /** On which side the points carry their values; null: those are in the table only. */
  readonly values: 'above' | 'below' | null;
}
export interface Bar {
  readonly fromX: number;
  readonly toX: number;
  readonly y: number;
  readonly zeroY: number;
  readonly interval: readonly [number, number] | null;
  readonly text: string;
}
export interface Panel {
  readonly title: string;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  /** Cut-offs; their texts stand beside the names of the series. */
  readonly limits: readonly { readonly y: number; readonly text: string; readonly nameY: number }[];
  /** Instead of a plot: why there is none. */
  readonly note: string | null;
}
export interface TimelineChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly lanes: readonly Lane[];
  readonly panels: readonly Panel[];
  /** Days of embolisations, through all panels. */
  readonly verticals: readonly number[];
  readonly axis: {
    readonly y: number;
    readonly title: string;
    readonly ticks: readonly { readonly x: number; readonly text: string }[];
    readonly breaks: readonly number[];
  };
}
