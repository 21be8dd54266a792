/** Readings of a CT: who read it, in which state it is, who signed what, and which one counts. */
export { countingSegmentation, hiddenReason, requireVisible, signaturesOf, type SignedReading } from './counting.ts';
