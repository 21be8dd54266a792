/**
 * What is kept between two calls for one volume, so that one more stroke costs no more than that stroke. Only what the same call would find
 * again is kept: with or without it, the result is the same.
 */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { AutomaticLiver, Confidence } from '../autoLiver/growLiverAutomatically.ts';
import { crop, occupiedBox, uncrop } from '../box.ts';
import type { VoxelBox } from '../types.ts';

/** Masks of the latest strokes: the last result, and the one before for who takes a stroke back. */
const KEPT_RESULTS = 2;

/** A 0/1 mask without the empty space around it. */
interface PackedMask {
  readonly box: VoxelBox | null;
  readonly values: Uint8Array;
}

interface KeptResult {
  readonly strokes: readonly string[];
  readonly mask: PackedMask;
}

type KeptAutomatic =
  { readonly mask: PackedMask; readonly confidence: Confidence } | { readonly refusal: RemnantError };

export class LiverMemory {
  private volume = '';
  private dims: Vec3 = [0, 0, 0];
  private automatic: KeptAutomatic | null = null;
  private results: readonly KeptResult[] = [];

  /** Forgets everything when the volume is another than before. */
  open(hu: Int16Array, geometry: VolumeGeometry): void {
    const volume = `${JSON.stringify(geometry)} ${fingerprint(hu)}`;
    if (volume === this.volume) return;
    this.volume = volume;
    this.dims = geometry.dims;
    this.automatic = null;
    this.results = [];
  }

  /** What `find` finds, or found before; its refusal is remembered, too. */
  automatically(find: () => AutomaticLiver): AutomaticLiver {
    this.automatic ??= this.tried(find);
    if ('refusal' in this.automatic) throw this.automatic.refusal;
    return { mask: this.unpack(this.automatic.mask), confidence: this.automatic.confidence };
  }

  /** The result that has most of `strokes`' beginning, as a mask of its own, and how many strokes that is. */
  resume(strokes: readonly Stroke[]): { readonly mask: Uint8Array; readonly used: number } | null {
    const wanted = strokes.map((stroke) => JSON.stringify(stroke));
    const [best] = this.results
      .filter((kept) => kept.strokes.every((stroke, n) => stroke === wanted[n]))
      .sort((a, b) => b.strokes.length - a.strokes.length);
    return best ? { mask: this.unpack(best.mask), used: best.strokes.length } : null;
  }

  keep(strokes: readonly Stroke[], mask: Uint8Array): void {
    const kept = { strokes: strokes.map((stroke) => JSON.stringify(stroke)), mask: this.pack(mask) };
    this.results = [kept, ...this.results].slice(0, KEPT_RESULTS);
  }

  private tried(find: () => AutomaticLiver): KeptAutomatic {
    try {
      const { mask, confidence } = find();
      return { mask: this.pack(mask), confidence };
    } catch (error) {
      if (error instanceof RemnantError && error.code === 'refused') return { refusal: error };
      throw error;
    }
  }

  private pack(mask: Uint8Array): PackedMask {
    const box = occupiedBox(mask, this.dims);
    return { box, values: box ? crop(mask, this.dims, box) : new Uint8Array(0) };
  }

  private unpack({ box, values }: PackedMask): Uint8Array {
    const mask = new Uint8Array(this.dims[0] * this.dims[1] * this.dims[2]);
    if (box) uncrop(values, box, mask, this.dims);
    return mask;
  }
}

/** Two sums over all values, by which volumes are told apart: memory shared with a window has no identity that could do it. */
function fingerprint(hu: Int16Array): string {
  let a = 0;
  let b = 1;
  for (let at = 0; at < hu.length; at++) {
    a = (Math.imul(a, 31) + hu[at]!) | 0;
    b = Math.imul(b ^ hu[at]!, 0x01000193);
  }
  return `${hu.length} ${a} ${b}`;
}
