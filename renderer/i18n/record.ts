export const recordTexts = {} as const;
