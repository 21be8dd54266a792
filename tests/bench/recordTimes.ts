/** What `recordTask.ts` measures; medians in s. */
export interface RecordTimes {
  readonly subjects: number;
  /** All subjects with the state of every planned CT, next due first. */
  readonly overviewSeconds: number;
  readonly filterSeconds: number;
  /** All subjects with everything recorded of them. */
  readonly wholeSeconds: number;
  /** One of them. */
  readonly subjectSeconds: number;
  /** Its time line: CTs, embolisations, function tests, results. */
  readonly timeLineSeconds: number;
  /** The same rows by one plain query, with nothing made of them. */
  readonly plainSqlSeconds: number;
}
