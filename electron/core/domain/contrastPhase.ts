/** Proposes the contrast phase of a CT of the liver from what is known of it. A person confirms it. */
import type { ContrastPhase } from '../contract/library.ts';
import { describedPhases, describedSeconds } from './contrastPhaseWords.ts';

export interface PhaseClues {
  readonly seriesDescription: string;
  readonly studyDescription: string;
  /** As the header names it; '' when it names none. */
  readonly contrastAgent: string;
  /** From the start of the injection to the acquisition; null when one of them is not known. */
  readonly secondsAfterBolus: number | null;
  /** Mean intensities, in HU, where they were measured. */
  readonly intensities?: { readonly aortaHu: number; readonly liverHu: number };
}

export interface PhaseProposal {
  /** null when nothing says it, or when the clues contradict each other. */
  readonly proposed: ContrastPhase | null;
  /** What the proposal rests on, or what is contradictory, as sentences; '' when nothing says anything. */
  readonly basis: string;
}

interface Clue {
  readonly phase: ContrastPhase;
  /** As the end of a sentence that could start with 'but'. */
  readonly says: string;
}

export const phaseNames: Readonly<Record<ContrastPhase, string>> = {
  native: 'native',
  arterial: 'arterial',
  portal_venous: 'portal venous',
  delayed: 'delayed',
};

/**
 * Seconds after the start of the injection. The liver's arterial phases lie at 15-20 and 35-40 s, the portal venous one at 60-80 s, delayed
 * ones from 2 or 3 min on (Bae 2010, Radiology 256:32-61). Between the windows it depends on the patient and the injection.
 */
const windowsS: readonly (readonly [ContrastPhase, from: number, to: number])[] = [
  ['arterial', 15, 45],
  ['portal_venous', 55, 100],
  ['delayed', 120, 900],
];
/** An earlier or later injection belongs to something else, or the clocks differ. */
const MAX_BEFORE_BOLUS_S = 1800;

function phaseAt(seconds: number): ContrastPhase | null {
  if (seconds < 0) return seconds >= -MAX_BEFORE_BOLUS_S ? 'native' : null;
  return windowsS.find(([, from, to]) => seconds >= from && seconds <= to)?.[0] ?? null;
}

/**
 * From the intensities of aorta and liver. Without contrast about 40 and 55 HU; enhancement by 300-336 and 15-25 HU in the arterial, by
 * 117-125 and 59-63 HU in the portal venous phase (Goshima 2006, AJR 187:W25-32); later both come close to each other. A fatty liver is
 * darker. What lies between the ranges is not told.
 */
function phaseByIntensity(aortaHu: number, liverHu: number): ContrastPhase | null {
  const aboveLiver = aortaHu - liverHu;
  if (aortaHu >= 10 && aortaHu <= 70 && liverHu <= 80) return 'native';
  if (aortaHu >= 210 && aboveLiver >= 110) return 'arterial';
  if (aortaHu >= 125 && aortaHu <= 200 && liverHu >= 80 && aboveLiver <= 100) return 'portal_venous';
  if (aortaHu >= 80 && aortaHu <= 115 && liverHu >= 60 && Math.abs(aboveLiver) <= 35) return 'delayed';
  return null;
}

/** What is swallowed doesn't enhance the liver. */
const isIntravenous = (agent: string): boolean =>
  /\p{L}/u.test(agent) && !/\b(oral|rectal|po|none|no|nil|water|gastro\w*|without|sans|ohne)\b/i.test(agent);

/** What one description says, when it names one phase alone. */
function described(description: string, name: string): { clues: Clue[]; contradiction: string; contrast: boolean } {
  const { mentions, contrast } = describedPhases(description);
  // An examination without and with contrast.
  const named = contrast ? mentions.filter(({ phase }) => phase !== 'native') : mentions;
  const clues = [
    ...named,
    ...describedSeconds(description).flatMap(({ seconds, words }) => {
      const phase = phaseAt(seconds);
      return phase ? [{ phase, words }] : [];
    }),
  ].map(({ phase, words }) => ({ phase, says: `the ${name} says '${words}'` }));
  return { clues, contradiction: contradictionOf(clues), contrast };
}

function contradictionOf(clues: readonly Clue[]): string {
  const first = clues[0];
  const other = clues.find(({ phase }) => phase !== first?.phase);
  if (!first || !other) return '';
  const meaning = ({ says, phase }: Clue): string => `${says} (${phaseNames[phase]})`;
  return sentence(`${meaning(first)}, but ${meaning(other)}`);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function measuredClues({ secondsAfterBolus, intensities }: PhaseClues): Clue[] {
  const clues: Clue[] = [];
  const timed = secondsAfterBolus === null ? null : phaseAt(secondsAfterBolus);
  if (timed && secondsAfterBolus !== null) {
    const seconds = Math.round(secondsAfterBolus);
    const when = seconds < 0 ? `${-seconds} s before` : `${seconds} s after`;
    clues.push({ phase: timed, says: `it was acquired ${when} the start of the injection` });
  }
  const seen = intensities && phaseByIntensity(intensities.aortaHu, intensities.liverHu);
  if (seen) {
    const [aorta, liver] = [Math.round(intensities.aortaHu), Math.round(intensities.liverHu)];
    clues.push({ phase: seen, says: `the aorta has ${aorta} HU and the liver ${liver} HU` });
  }
  return clues;
}

/**
 * The description of the series counts first, that of the study only where it says nothing; times and intensities confirm or contradict
 * them. That contrast was given tells no phase, only that it isn't the native one; that none is recorded tells nothing.
 */
export function proposeContrastPhase(clues: PhaseClues): PhaseProposal {
  const series = described(clues.seriesDescription, 'description');
  if (series.contradiction) return { proposed: null, basis: series.contradiction };
  const study = described(clues.studyDescription, 'description of the study');
  // A study's description may name all its phases, of which the series is one.
  const fromText = series.clues.length > 0 ? series.clues : study.contradiction || series.contrast ? [] : study.clues;
  const all = [...fromText, ...measuredClues(clues)];
  const first = all[0];
  if (!first) return { proposed: null, basis: '' };
  const contradiction = contradictionOf(all);
  if (contradiction) return { proposed: null, basis: contradiction };
  if (first.phase === 'native' && isIntravenous(clues.contrastAgent)) {
    return { proposed: null, basis: sentence(`${first.says} (native), but a contrast agent is recorded`) };
  }
  return { proposed: first.phase, basis: all.map(({ says }) => sentence(says)).join(' ') };
}
