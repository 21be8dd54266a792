/** A person's network on a series: sampling, patches, weights and decision. What runs the network itself is given. */
export { applyFound } from './applyFound.ts';
export { neededBytes, patchCount, segmentVolume } from './segmentVolume.ts';
export type { ModelInput, Predict } from './segmentVolume.ts';
export { scoreTable } from './scores.ts';
export type { PatchOutput } from './scores.ts';
