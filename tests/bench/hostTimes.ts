/** What `hostTask.ts` measures; times in s, memory as the largest that the process has had, null where the system doesn't tell. */
export interface ScanTimes {
  readonly slices: number;
  /** With the start of the workers. */
  readonly firstSeconds: number;
  readonly againSeconds: readonly number[];
  /** Of all cores together, for the first and for each of the others. */
  readonly firstCpuSeconds: number;
  readonly againCpuSeconds: number;
  /** After the first. */
  readonly peakMb: number | null;
}

export interface ImportTimes {
  readonly importSeconds: number;
  readonly peakMb: number | null;
}

export interface OpenTimes {
  /** After a scan, from asking for a volume of which nothing is decoded to its first slice and to its last. */
  readonly firstImageSeconds: number;
  readonly volumeSeconds: number;
  /** CRC-32 of all HU. */
  readonly checksum: number;
  readonly reopenSeconds: readonly number[];
  readonly catSeconds: readonly number[];
  /** The same with the file no longer in memory. */
  readonly reopenColdSeconds: readonly number[];
  readonly catColdSeconds: readonly number[];
  readonly peakMb: number | null;
}
