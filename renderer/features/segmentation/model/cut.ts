/** The cut as it is being drawn: points that a smooth surface goes through, then a point on the remnant's side. */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { cutSide } from '../../../../wasm/kernels/index.ts';
import { fitSurface, type SurfaceHeight } from '../../../../wasm/kernels/surface.ts';

export interface CutDraft {
  readonly pointsMm: readonly Vec3[];
  readonly flrSide: Vec3 | null;
  /** What the next click sets. */
  readonly placing: 'points' | 'side';
}

export const emptyCut: CutDraft = { pointsMm: [], flrSide: null, placing: 'points' };

const triple = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];

/** A stored cut, opened to be changed. Only its first surface can be drawn on; a cut from elsewhere with several starts anew. */
export function draftOf(cut: Cut | null): CutDraft {
  if (cut?.surfaces.length !== 1) return emptyCut;
  return { pointsMm: cut.surfaces[0]!.pointsMm, flrSide: cut.flrSide, placing: 'points' };
}

export function clicked(draft: CutDraft, pointMm: Vec3): CutDraft {
  return draft.placing === 'side'
    ? { ...draft, flrSide: pointMm }
    : { ...draft, pointsMm: [...draft.pointsMm, pointMm] };
}

export const withoutLast = (draft: CutDraft): CutDraft =>
  draft.placing === 'side' && draft.flrSide !== null
    ? { ...draft, flrSide: null }
    : { ...draft, placing: 'points', pointsMm: draft.pointsMm.slice(0, -1) };

export type CutPreview =
  | { readonly kind: 'none' }
  /** Too few points, or all on one line: the sentence says what is missing. */
  | { readonly kind: 'incomplete'; readonly reason: string }
  | { readonly kind: 'surface'; readonly heightMm: SurfaceHeight };

export function previewOf(draft: CutDraft): CutPreview {
  if (draft.pointsMm.length === 0) return { kind: 'none' };
  try {
    return { kind: 'surface', heightMm: fitSurface(draft.pointsMm) };
  } catch (error) {
    if (error instanceof RemnantError) return { kind: 'incomplete', reason: error.message };
    throw error;
  }
}

/** The cut that can be applied, or the sentence that says what is missing. */
export function finished(draft: CutDraft): Cut | string {
  if (draft.flrSide === null) return 'Click on the side that will remain.';
  const cut: Cut = { surfaces: [{ pointsMm: draft.pointsMm.map(triple) }], flrSide: triple(draft.flrSide) };
  try {
    cutSide(cut);
    return cut;
  } catch (error) {
    if (error instanceof RemnantError) return error.message;
    throw error;
  }
}
