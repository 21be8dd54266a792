/** Dates and times of what is written now, in the time of this place, as DICOM has them (PS3.5 6.2). */
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** DA */
export const dateOf = (at: Date): string =>
  `${String(at.getFullYear()).padStart(4, '0')}${twoDigits(at.getMonth() + 1)}${twoDigits(at.getDate())}`;
/** TM, to the second */
export const timeOf = (at: Date): string =>
  `${twoDigits(at.getHours())}${twoDigits(at.getMinutes())}${twoDigits(at.getSeconds())}`;
