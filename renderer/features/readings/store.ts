/** The readings of the series that is open in the workspace. Changed by the actions only. */
import { create } from 'zustand';
import type { SeriesReadings, ShownReading } from '../../../electron/core/contract/readings.ts';

export type ReadingDialog = 'sign' | 'correct' | 'second' | 'discard' | 'adjudicate';

interface ReadingsState {
  readonly seriesId: string | null;
  readonly shown: SeriesReadings | null;
  /** Whether `shown` was looked up with checks and numbers, and nothing was drawn since. */
  readonly isDetailed: boolean;
  /** The one that is drawn in the views; null before it is open, or when none may be seen. */
  readonly openedId: string | null;
  /** An older version or another's reading that the person asked to see; null: the one to go on with. */
  readonly chosenId: string | null;
  /** Raised when the views have to show another reading. */
  readonly reopen: number;
  readonly dialog: ReadingDialog | null;
  readonly problem: string | null;
  readonly busy: boolean;
}

export const noReadings = {
  seriesId: null,
  shown: null,
  isDetailed: false,
  openedId: null,
  chosenId: null,
  dialog: null,
  problem: null,
  busy: false,
} as const satisfies Partial<ReadingsState>;

export const useReadings = create<ReadingsState>()((): ReadingsState => ({ ...noReadings, reopen: 0 }));

export const openedReading = ({ shown, openedId }: Pick<ReadingsState, 'shown' | 'openedId'>): ShownReading | null =>
  shown?.readings.find(({ reading }) => reading.id === openedId) ?? null;

/** Reviewed by the person, with nothing left to settle in the drawing: what keeps it from being signed is in the record. */
export function waitsForRecord(state: Pick<ReadingsState, 'shown' | 'openedId'>): boolean {
  const opened = openedReading(state);
  if (opened === null || !opened.isOwn || opened.isSuperseded) return false;
  const { reading, blocking, refusals } = opened;
  return reading.state === 'reviewed' && blocking.length === 0 && refusals.sign !== null;
}

/** Why nothing may be drawn in what is open; null when it may. */
export const drawRefusal = (state: ReadingsState): string | null => openedReading(state)?.refusals.draw ?? null;
