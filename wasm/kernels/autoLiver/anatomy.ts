/** What must be found of a patient before a liver can be: each a plain sentence when it isn't there. */
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { findBody, findLungs } from '../landmarks/body.ts';
import type { CanonicalVolume } from '../landmarks/canonical.ts';
import { findDiaphragm } from '../landmarks/diaphragm.ts';
import { findParenchyma, type Parenchyma } from '../landmarks/parenchyma.ts';
import { findSpine, type Spine } from '../landmarks/spine.ts';
import type { KernelContext } from '../types.ts';

export interface Anatomy {
  /** Canonical: i to the left, j to the back, k to the head. */
  readonly geometry: VolumeGeometry;
  /** 0/1 each. */
  readonly body: Uint8Array;
  readonly lungs: Uint8Array;
  readonly spine: Spine;
  /** Slice of the diaphragm per column (i, j); null where no lung is seen. */
  readonly diaphragm: Float64Array | null;
  readonly parenchyma: Parenchyma;
}

/** @throws RemnantError('refused') where there is no abdomen or no liver in it; RemnantError('cancelled'). */
export function findAnatomy({ hu, geometry }: CanonicalVolume, ctx: KernelContext): Anatomy {
  const body = findBody(hu, geometry);
  ctx.throwIfCancelled();
  const spine = findSpine(hu, body, geometry);
  if (!spine) throw new RemnantError('refused', 'No spine was found, so this is no CT of an abdomen that can be read.');
  const lungs = findLungs(hu, body, geometry);
  ctx.throwIfCancelled();
  const diaphragm = findDiaphragm(lungs, body, geometry);
  const parenchyma = findParenchyma(hu, body, lungs, geometry, spine);
  if (!parenchyma) {
    throw new RemnantError(
      'refused',
      'No liver was found: there is no large even organ on the right. Draw a stroke in it.',
    );
  }
  ctx.throwIfCancelled();
  return { geometry, body, lungs, spine, diaphragm, parenchyma };
}

/** 0/1: lung, and what lies above the diaphragm. */
export function aboveDiaphragm({ geometry: { dims }, lungs, diaphragm }: Anatomy): Uint8Array {
  /** The membrane lies in the lowest voxel of lung; the diaphragm itself is about a voxel thick. */
  const MARGIN_SLICES = 1;
  const above = lungs.slice();
  if (!diaphragm) return above;
  const plane = dims[0] * dims[1];
  for (let at = 0; at < above.length; at++) {
    if (Math.floor(at / plane) > diaphragm[at % plane]! + MARGIN_SLICES) above[at] = 1;
  }
  return above;
}
