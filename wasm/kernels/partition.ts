/**
 * The rules by which drawing changes labels. Every change of a labelmap goes through one of these tables, so that the labels stay a
 * partition of the liver whatever is drawn.
 */
import { Label, MAX_LABEL, toSide } from '../../electron/core/domain/labels.ts';

/** What the brush draws. `erase` takes voxels out of the liver; `eraseTumour` gives tumour back to the parenchyma of its side. */
export const paintSegments = ['liver', 'tumour', 'flr', 'resected', 'erase', 'eraseTumour'] as const;
export type PaintSegment = (typeof paintSegments)[number];

/** New label of a voxel that is drawn over; `remnant` tells the side of voxels that were outside. */
export function paintedLabel(segment: PaintSegment, label: number, remnant: boolean): number {
  const outside = label === Label.outside;
  const onRemnantSide = outside ? remnant : label % 2 === 0;
  switch (segment) {
    case 'liver':
      return outside ? toSide(Label.resected, remnant) : label;
    case 'tumour':
      return toSide(Label.tumourResected, onRemnantSide);
    case 'flr':
      return toSide(label, true);
    case 'resected':
      return toSide(label, false);
    case 'erase':
      return Label.outside;
    case 'eraseTumour':
      return label === Label.tumourResected || label === Label.tumourFlr
        ? toSide(Label.resected, onRemnantSide)
        : label;
  }
}

/** `paintedLabel` as a table: index = label, for the inner loops. Labels beyond the known ones stay as they are. */
export function paintTable(segment: PaintSegment, remnant: boolean): Uint8Array {
  const table = unchanged.slice();
  for (let label = 0; label <= MAX_LABEL; label++) table[label] = paintedLabel(segment, label, remnant);
  return table;
}

const unchanged = Uint8Array.from({ length: 256 }, (_, label) => label);
