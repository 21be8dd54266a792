/** Of a subject's embolisations the one that windows and growth count from: the first. A later one is a re-intervention. */
export const firstEmbolisation = <T extends { readonly date: string }>(embolisations: readonly T[]): T | undefined =>
  embolisations.toSorted((a, b) => a.date.localeCompare(b.date))[0];
