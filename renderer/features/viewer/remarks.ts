/** What a reader must know of a series' images before measuring in them. Pure. */
import type { Series } from '../../../electron/core/contract/library.ts';
import { t } from './texts.ts';

export interface Remarks {
  /** In a word or two each. */
  readonly names: readonly string[];
  /** Each in full. */
  readonly sentences: readonly string[];
}

/** Empty for a regular series whose images are as the scanner made them. */
export function remarks({ problems, lossy, reformat, derivedFrom }: Series): Remarks {
  const flags = [
    { code: 'lossy_compression', holds: lossy, sentence: t('remark.lossyText') },
    { code: 'reformatted', holds: reformat, sentence: t('remark.reformattedText') },
    { code: 'resampled', holds: derivedFrom !== null, sentence: derivedFrom?.statement ?? '' },
  ] as const;
  const told = new Set(problems.map(({ code }) => code));
  const untold = flags.filter(({ code, holds }) => holds && !told.has(code));
  return {
    names: [...told, ...untold.map(({ code }) => code)].map((code) => t(`remark.${code}`)),
    sentences: [...new Set([...problems.map(({ message }) => message), ...untold.map(({ sentence }) => sentence)])],
  };
}
