/** What a segment of another program is here; `ignore`: another organ, or none that counts. */
export const segmentParts = ['liver', 'tumour', 'flr', 'other', 'ignore'] as const;
export type SegmentPart = (typeof segmentParts)[number];
/** What a person said that segments are, by their names. */
export type NamedParts = Readonly<Record<string, SegmentPart>>;
