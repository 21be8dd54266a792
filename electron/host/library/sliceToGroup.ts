import type { FreshSlice } from '../db/tables/slice.ts';
import type { SliceToGroup } from './partition.ts';

/** What `partition` and the judging of geometry need of a slice. */
export const toGroup = ({
  fileName,
  slice,
  pixels,
  pixelSha256,
  lossy,
  timing,
  facts,
  copy,
  frame,
  sopInstanceUid,
}: Omit<FreshSlice, 'id'>): SliceToGroup => ({
  name: frame === 0 ? fileName : `${fileName} frame ${frame + 1}`,
  slice,
  slope: pixels.slope,
  lossy,
  contentKey: JSON.stringify([
    pixelSha256,
    pixels.slope,
    pixels.intercept,
    pixels.modalityLut,
    pixels.signed,
    pixels.bitsStored,
    pixels.paddingValue,
    pixels.paddingLimit,
  ]),
  timing,
  frameOfReferenceUid: facts.frameOfReferenceUid,
  copy,
  sopInstanceUid: facts.missingUids.includes('image') ? '' : sopInstanceUid,
  reformat: facts.reformat,
});
