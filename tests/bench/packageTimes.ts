/** What `packageTask.ts` measures, in seconds and bytes. */
export interface PackageTimes {
  readonly slices: number;
  /** The volumes of both CTs are in the cache, as they are after they were looked at. */
  readonly withoutCtSeconds: number;
  readonly withoutCtBytes: number;
  /** Longest time that other calls had to wait meanwhile, in ms. */
  readonly withoutCtStallMs: number;
  readonly withCtSeconds: number;
  readonly withCtBytes: number;
  readonly withCtStallMs: number;
  readonly zipSeconds: number;
  readonly reportSeconds: number;
  readonly verifySeconds: number;
  readonly verifyWithCtSeconds: number;
  /** Copying the same CT files with their bytes read back, as a yardstick. */
  readonly copyCtSeconds: number;
  readonly peakMb: number | null;
}
