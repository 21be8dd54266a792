import { create } from 'zustand';
import type { Sorting } from '../../ui/index.ts';

/** Files on their way to the host. */
export interface Sending {
  readonly sourceId: string;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** null while folders are still being read. */
  readonly total: { readonly files: number; readonly bytes: number } | null;
}

interface LibraryState {
  readonly selectedId: string | null;
  readonly sorting: Sorting;
  readonly isBrowsing: boolean;
  /** The folder shown last in the folder browser. */
  readonly browsePath: string | null;
  /** Files of this machine are indexed where they are, instead of being copied. */
  readonly inPlace: boolean;
  readonly sendings: readonly Sending[];
  /** The list of imports, or one of them; null: closed. */
  readonly imports: { readonly reportOf: string | null } | null;
  /** Jobs that were asked to stop and have not said so yet. */
  readonly stopping: readonly string[];
  /** Series that the host works on. */
  readonly busy: readonly string[];
  /** Offers to join that were not wanted. */
  readonly declined: readonly string[];
  /** What looking for the original files has found, by series. */
  readonly checked: Readonly<
    Record<string, { readonly missing: readonly string[]; readonly changed: readonly string[] }>
  >;
}

export const useLibrary = create<LibraryState>(() => ({
  selectedId: null,
  sorting: { column: 'patient', direction: 'ascending' },
  isBrowsing: false,
  browsePath: null,
  inPlace: false,
  sendings: [],
  imports: null,
  stopping: [],
  busy: [],
  declined: [],
  checked: {},
}));
