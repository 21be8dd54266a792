import type { Vec3 } from '../../electron/core/domain/geometry.ts';

/** How a long kernel speaks to whoever runs it. `throwIfCancelled` throws RemnantError('cancelled'). */
export interface KernelContext {
  /** @param fraction of the work done, 0..1. */
  progress(fraction: number): void;
  throwIfCancelled(): void;
}

/** For callers that neither show progress nor cancel. */
export const quietContext: KernelContext = {
  progress: () => undefined,
  throwIfCancelled: () => undefined,
};

/** Inclusive voxel indices (i, j, k). */
export interface VoxelBox {
  readonly min: Vec3;
  readonly max: Vec3;
}

/** A 0/1 mask of the voxels in a box, row by row; outside of the box it is 0. */
export interface Shape {
  readonly box: VoxelBox;
  readonly mask: Uint8Array;
}

/** Whether a patient point (mm) lies on the remnant's side of the cut. */
export interface SideOfPoint {
  (xMm: number, yMm: number, zMm: number): boolean;
  /** Where a height over the cut is known: it is positive on the remnant's side. */
  readonly over?: {
    readonly heightMm: (xMm: number, yMm: number, zMm: number) => number;
    /** Where a height between two places is larger than this share of their distance, its sign is that of theirs. */
    readonly sureShare: number;
  };
}

/** Side of everything while no cut is stored: the liver counts as resected part until the remnant is told apart. */
export const resectedSide: SideOfPoint = () => false;
