import { create } from 'zustand';
import type { Sorting } from '../../ui/index.ts';

interface LibraryState {
  readonly selectedId: string | null;
  readonly sorting: Sorting;
  readonly isBrowsing: boolean;
  /** The folder shown last in the folder browser. */
  readonly browsePath: string | null;
  /** The import whose report is open. */
  readonly reportOf: string | null;
  /** Jobs that were asked to stop and have not said so yet. */
  readonly stopping: readonly string[];
}

export const useLibrary = create<LibraryState>(() => ({
  selectedId: null,
  sorting: { column: 'patient', direction: 'ascending' },
  isBrowsing: false,
  browsePath: null,
  reportOf: null,
  stopping: [],
}));
