/** What the views show besides the images themselves. */
import { create } from 'zustand';
import type { Stage, ViewName } from '../../imaging/index.ts';

export type LoadState =
  | { readonly kind: 'loading'; readonly fraction: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string; readonly outOfMemory: boolean };

export interface ViewerState {
  readonly stage: Stage | null;
  readonly load: LoadState;
  /** The view that fills the space, or null for all three. */
  readonly large: ViewName | null;
  /** The view used last: what keys act on. */
  readonly current: ViewName;
}

export const useViewer = create<ViewerState>()(() => ({
  stage: null,
  load: { kind: 'loading', fraction: 0 },
  large: null,
  current: 'axial',
}));
