/** The page: sections of tables, and the goals that they meet or miss. */
import { columns, showSeconds, type Goal } from '../measure.ts';
import type { Accuracy } from './accuracy.ts';
import type { Cost } from './program.ts';

export interface Section {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a reader has to know of how it was measured. */
  readonly note?: string;
  readonly goals?: readonly MeasuredGoal[];
}

export interface MeasuredGoal extends Goal {
  readonly measured: string;
}

export const showSection = ({ title, header, rows, note }: Section): string =>
  `\n${columns(title, header, rows)}${note === undefined ? '' : `\n${note}\n`}`;

export function showGoals(goals: readonly MeasuredGoal[]): string {
  const rows = goals.map(({ text, measured, met }) => [text, measured, met ? 'met' : '**missed**']);
  const met = goals.filter((goal) => goal.met).length;
  return `\n${columns(`Goals: ${met} of ${goals.length} met`, ['goal', 'measured', ''], rows)}`;
}

const NOT_KNOWN = '-';
export const number = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : NOT_KNOWN;
export const signedPct = (value: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(1)} %`;

/** Dice, surface distance and volume error, in this order. */
export const accuracyColumns = ['Dice', '95 % of surface within', 'volume'] as const;
export const accuracyCells = ({ dice, surface95Mm, volumeErrorPct }: Accuracy): string[] => [
  number(dice, 4),
  `${number(surface95Mm, 1)} mm`,
  signedPct(volumeErrorPct),
];

/** Processor seconds, seconds, and memory beyond volume and labelmap. */
export const costColumns = ['CPU', 'elapsed', 'memory beyond volume and labelmap'] as const;
export const costCells = (cost: Cost | null): string[] =>
  cost === null
    ? ['', '', '']
    : [
        showSeconds(cost.cpuSeconds),
        showSeconds(cost.wallSeconds),
        cost.bytesPerVoxel === null ? NOT_KNOWN : `${cost.bytesPerVoxel.toFixed(2)} bytes/voxel`,
      ];
