/** What descriptions of CT series call the contrast phases: English, German, Dutch, French, Italian, Spanish, and their abbreviations. */
import type { ContrastPhase } from '../contract/library.ts';

export interface Mention {
  readonly phase: ContrastPhase;
  /** As they stand in the description, in lower case without accents. */
  readonly words: string;
}
export interface DescribedPhases {
  /** The first of each phase that is named. */
  readonly mentions: readonly Mention[];
  /** It says that contrast was given. */
  readonly contrast: boolean;
}

/** Matches any of the patterns between two spaces. */
const words = (...patterns: readonly string[]): RegExp => new RegExp(`(?<= )(?:${patterns.join('|')})(?= )`, 'g');

const AGENT = `contrast[a-z]*|kontrast[a-z]*|km|mdc|mezzo di contrasto|produit de contraste|pdc|dye|iv|i v|civ|ic|inject[a-z]*|inj`;
const WITH = '(?:with|w|mit|met|avec|con|post|after|nach)';
const WITHOUT = '(?:without|w o|wo|no|non|sans|ohne|zonder|senza|sin|pre)';
const LATE = '(?:late|spat|spaet)';

/** Both without and with: words of an examination, not of a phase. */
const both = words(
  `${WITH} (?:(?:and|und|en|et|e|y) )?${WITHOUT}(?: (?:${AGENT}))?`,
  `${WITHOUT} (?:(?:and|und|en|et|e|y) )?${WITH}(?: (?:${AGENT}))?`,
);

/** Words that mean something else beside others. */
const misleading = words(
  'native (?:resolution|res|matrix|pixels?|format|dicom|space|size|plane|orientation|spacing|images?|data)',
  'state of the art',
  '(?:pulmonary|peripheral) arterial',
  '(?:deep|central) (?:venous|ven)',
  'venous (?:thromb[a-z]*|line|port|catheter)',
  '(?:no|zero|[0-9]+) delay',
  // A delay of so many seconds is read as a time.
  'delay(?= [0-9])',
  // Late within a phase is still that phase.
  `${LATE}(?= (?:hepatic )?(?:art|portal|pv))`,
);

/** Tried in this order: what is found for one phase isn't looked at for the next. */
const phaseWords: readonly (readonly [ContrastPhase, RegExp])[] = [
  [
    'native',
    words(
      `${WITHOUT} (?:(?:iv|i v) )?(?:${AGENT}|c)`,
      'nativ[a-z]{0,2}',
      'nativphase',
      'nat',
      '(?:un|non) ?enhanced',
      'non ?contrast',
      'noncon',
      'precon(?:trast)?',
      'nect',
      'ncct',
      'plain',
      'blanco',
      'basale',
      'diretta',
    ),
  ],
  [
    'delayed',
    words(
      'delay(?:ed)?',
      'dly',
      `${LATE}(?: ?(?:veno[a-z]*|ven|phase|fase))?`,
      'laat',
      'tard(?:if|ive|ivo|iva|io|ia)?',
      'retard[a-z]*',
      'a?e?quilibr(?:i[a-z]*|e)',
      'gleichgewicht[a-z]*',
      'evenwicht[a-z]*',
      'excret(?:ory|ion)',
      'uro(?:graphic|graphique|grafica)',
      'ausscheidung[a-z]*',
      'washout',
    ),
  ],
  [
    'arterial',
    words(
      '(?:fruh|frueh|spat|spaet)?arteriell[a-z]*',
      'arteri(?:al|ale|ali|alphase|el|ele|elle|elles|eel|osa|oso)',
      'art(?:er|ph|phase)?',
      'hap',
      'corticomedullar[a-z]*',
    ),
  ],
  [
    'portal_venous',
    words(
      'port(?:al|ale|o|a)? ?(?:veno[a-z]*|veneu[a-z]*|veineu[a-z]*|ven)',
      'portal(?:e|phase)?',
      'portaal',
      'pv(?:p|ph)?',
      'pven',
      'venous',
      'venos[a-z]*',
      'venoes[a-z]*',
      'veneu[a-z]*',
      'veineu[a-z]*',
      'ven',
    ),
  ],
];

const contrastGiven = words('(?:with|w|mit|met|avec|con|post) c', 'enhanced', 'cect', 'post', AGENT);

/** Lower case without accents, numbers apart from letters, one space between words and at both ends. C+ and C- become words. */
function normalised(description: string): string {
  const text = description
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/(?<![a-z0-9])(?:(?:c|km|iv)-|-(?:c|km|iv))(?![a-z0-9])/g, ' without c ')
    .replace(/(?<![a-z0-9])(?:(?:c|km|iv)\+|\+(?:c|km|iv))(?![a-z0-9])/g, ' with c ')
    .replace(/(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])|[^a-z0-9]+/g, ' ');
  return ` ${text} `.replace(/ +/g, ' ');
}

/** The phases that a description names. */
export function describedPhases(description: string): DescribedPhases {
  let rest = normalised(description).replace(both, '-').replace(misleading, '-');
  const mentions: Mention[] = [];
  for (const [phase, pattern] of phaseWords) {
    const [found] = rest.match(pattern) ?? [];
    if (found !== undefined) mentions.push({ phase, words: found });
    rest = rest.replace(pattern, '-');
  }
  return { mentions, contrast: rest.search(contrastGiven) >= 0 };
}

/** The times after the injection that a description names, such as `70s`, in s; not rotation times, kernels (`B30s`) or lengths. */
export function describedSeconds(description: string): { readonly seconds: number; readonly words: string }[] {
  const pattern =
    /(?<![a-z0-9.,])(\d{1,3}) ?(s|sec|secs|sek|sekunden|seconds|seg|segundos|secondi|secondes|min|mins|minutes|minuten|minuti|minutos)(?![a-z0-9])/g;
  return [...description.toLowerCase().matchAll(pattern)].map(([text, number, unit]) => ({
    seconds: Number(number) * (unit!.startsWith('m') ? 60 : 1),
    words: text,
  }));
}
