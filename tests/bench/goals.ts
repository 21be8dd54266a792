/** What the program wants to reach, and whether it does. */
import { showMemory, type Goal, type Row } from './measure.ts';

export const goals = {
  firstImageSeconds: 0.3,
  /** Times dcm2niix, uncompressed. */
  volumeOverDcm2niix: 1,
  /** Times pydicom, compressed. */
  volumeOverPydicom: 0.5,
  reopenOverCat: 1.3,
  scannedFilesPerSecondPerCore: 2000,
  /** Times reading the same files with cat; instead of the one before. */
  scanOverCat: 1.5,
  hostMemoryMb: 300,
  /** A mask of 512 x 512 x 300 as DICOM SEG. */
  segSeconds: 2,
  /** List, filter and time line of 2,000 subjects. */
  recordSeconds: 0.05,
  /** Whole package of a subject with two CTs of 300 slices, without the images. */
  packageSeconds: 5,
  /** Longest time that other calls wait while a package is written. */
  packageStallMs: 50,
} as const;

export const atMost = (value: number, limit: number, text: string): Goal => ({
  text: `at most ${text}`,
  met: value <= limit,
});

/** @param peakMb null where the system doesn't tell */
export const hostMemoryRow = (peakMb: number | null): Row => ({
  what: 'peak memory of the host',
  value: showMemory(peakMb),
  ...(peakMb !== null && { goal: atMost(peakMb, goals.hostMemoryMb, `${goals.hostMemoryMb} MB`) }),
});
