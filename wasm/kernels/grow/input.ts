/** What the liver is grown from. */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

export interface GrowLiverInput {
  /** HU of the whole grid. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** In the order they were drawn; tumour points count as inside the liver, background as outside. */
  readonly strokes: readonly Stroke[];
}
