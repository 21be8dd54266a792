/** Of one call: the median of the clock, and what the processor worked, which other programs on the machine don't lengthen. */
export interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** What `recordTask.ts` measures. */
export interface RecordTimes {
  readonly subjects: number;
  /** All subjects with the state of every planned CT, next due first. */
  readonly overview: Taken;
  readonly filter: Taken;
  /** All subjects with everything recorded of them. */
  readonly whole: Taken;
  /** One of them. */
  readonly subject: Taken;
  /** Its time line: CTs, embolisations, function tests, results. */
  readonly timeLine: Taken;
  /** The same rows by one plain query, with nothing made of them. */
  readonly plainSql: Taken;
}
