/**
 * What is kept between two calls for one volume, so that one more stroke costs no more than that stroke. Only what the same call would find
 * again is kept: with or without it, the result is the same.
 */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { AutomaticLiver, Confidence } from '../autoLiver/growLiverAutomatically.ts';
import { packShape, unpackShape, type PackedShape } from '../bits/packedShape.ts';
import type { Shape } from '../types.ts';

/** Livers of the latest strokes: the last result, and the one before for who takes a stroke back. */
const KEPT_RESULTS = 2;

interface KeptResult {
  readonly strokes: readonly string[];
  readonly liver: PackedShape;
}

type KeptAutomatic =
  { readonly liver: PackedShape; readonly confidence: Confidence } | { readonly refusal: RemnantError };

export class LiverMemory {
  private volume = '';
  private automatic: KeptAutomatic | null = null;
  private results: readonly KeptResult[] = [];

  /** Forgets everything when the volume is another than before. */
  open(hu: Int16Array, geometry: VolumeGeometry): void {
    const volume = `${JSON.stringify(geometry)} ${fingerprint(hu)}`;
    if (volume === this.volume) return;
    this.volume = volume;
    this.automatic = null;
    this.results = [];
  }

  /** What `find` finds, or found before; its refusal is remembered, too. */
  automatically(find: () => AutomaticLiver): AutomaticLiver {
    const kept = this.automatic;
    if (kept === null) return this.find(find);
    if ('refusal' in kept) throw kept.refusal;
    return { liver: unpackShape(kept.liver), confidence: kept.confidence };
  }

  private find(find: () => AutomaticLiver): AutomaticLiver {
    try {
      const found = find();
      this.automatic = { liver: packShape(found.liver), confidence: found.confidence };
      return found;
    } catch (error) {
      if (error instanceof RemnantError && error.code === 'refused') this.automatic = { refusal: error };
      throw error;
    }
  }

  /** The result that has most of `strokes`' beginning, and how many strokes that is. */
  resume(strokes: readonly Stroke[]): { readonly liver: Shape; readonly used: number } | null {
    const wanted = strokes.map((stroke) => JSON.stringify(stroke));
    const [best] = this.results
      .filter((kept) => kept.strokes.every((stroke, n) => stroke === wanted[n]))
      .sort((a, b) => b.strokes.length - a.strokes.length);
    return best ? { liver: unpackShape(best.liver), used: best.strokes.length } : null;
  }

  keep(strokes: readonly Stroke[], liver: Shape): void {
    const kept = { strokes: strokes.map((stroke) => JSON.stringify(stroke)), liver: packShape(liver) };
    this.results = [kept, ...this.results].slice(0, KEPT_RESULTS);
  }
}

/**
 * Of so many voxels one is looked at: some hundred of each slice, which noise alone makes different in another volume. A prime, so that no
 * column or row of a usual grid is left out; each look costs a fetch from memory.
 */
const FINGERPRINT_STEP = 1021;

/** Two sums over values everywhere, by which volumes are told apart: memory shared with a window has no identity that could do it. */
function fingerprint(hu: Int16Array): string {
  let a = 0;
  let b = 1;
  for (let at = 0; at < hu.length; at += FINGERPRINT_STEP) {
    a = (Math.imul(a, 31) + hu[at]!) | 0;
    b = Math.imul(b ^ hu[at]!, 0x01000193);
  }
  return `${hu.length} ${a} ${b}`;
}
