/** The mask that is being imported, from its choice to its import. */
import { create } from 'zustand';
import type { MaskInspection } from '../../../../electron/core/contract/segmentation.ts';
import type { Decisions, InspectedSegment } from './model.ts';

/** How the host is told of the file. */
export type MaskFile = { readonly path: string } | { readonly uploadId: string; readonly fileName: string };

export interface Looked {
  readonly file: MaskFile;
  readonly inspection: MaskInspection;
  readonly decisions: Decisions;
  /** In the order in which they are shown, which doesn't change while the person decides. */
  readonly rows: readonly InspectedSegment[];
  /** Why it could not be imported as decided. */
  readonly problem: string | null;
}

export type MaskImportState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'reading'; readonly fileName: string }
  | { readonly kind: 'failed'; readonly fileName: string; readonly reason: string }
  /** `isBusy`: looked at again under another threshold, or being imported. */
  | ({ readonly kind: 'looked'; readonly isBusy: boolean } & Looked);

export const useMaskImport = create<{ readonly now: MaskImportState }>()(() => ({ now: { kind: 'closed' } }));
