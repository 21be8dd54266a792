/** Readings of a CT: who read it, in which state it is, who signed what, and which one counts. */
export { compareMasks, readingPairs } from './compare.ts';
export { countingSegmentation, requireVisible, signaturesOf } from './counting.ts';
export { readingsOf } from './show.ts';
export { signReading } from './sign.ts';
export { verifySignature, verifySignatures } from './signatureText.ts';
export { adjudicate, beginSecondReading, correctReading, discardReading, lockReading, reviewReading } from './steps.ts';
