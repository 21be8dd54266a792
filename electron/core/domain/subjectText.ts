/**
 * Free text of the record must not say who somebody is. What looks like a name, a day of birth or a number of a person is warned of while it is
 * typed; it can't be refused, because a town or a procedure looks the same.
 */

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const DAY = String.raw`(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2} (?:${MONTHS})[a-z]* (?:19|20)\d\d)`;

/** Words that begin with a capital and name nobody. */
const MEDICAL = new Set(
  (
    'ALPPS BMI BSA CIRSE CRLM CT DRAGON FLR HVE IVC LVD MRI MHV NBCA PVE RHV TACE TIPS Amplatzer Budd Chiari Couinaud Glisson Gore Lipiodol ' +
    'Histoacryl Pringle Segment Segments Vascular Plug Week Left Right Middle Portal Hepatic Vein The No Not Note See Two One'
  ).split(' '),
);

const sentences = {
  birth: 'This looks like a day of birth. Only the year of birth belongs into the record.',
  name: 'This looks like a name. Nobody is named in the record.',
  number: 'This looks like a number of a person. Only the subject code belongs into the record.',
} as const;

/** What a person should look at again; null when nothing looks like somebody. */
export function identifyingText(text: string): string | null {
  if (new RegExp(String.raw`\b(?:born|birth|dob|d\.o\.b\.|geb\.?|geboren|né|née)\b[^.]{0,20}${DAY}`, 'i').test(text))
    return sentences.birth;
  if (oldDay(text)) return sentences.birth;
  if (/\b(?:mr|mrs|ms|miss|dr|prof|dhr|mevr|mw|herr|frau|mme|mlle)\b\.? *\p{Lu}/iu.test(text) && titled(text))
    return sentences.name;
  if (twoNames(text)) return sentences.name;
  return /\b(?:mrn|bsn|ssn|nhs|patient(?: no| number)?|pat\.? ?nr)\b[ .:#]*\d{4,}|\b\d{9,}\b/i.test(text)
    ? sentences.number
    : null;
}

/** A day so long ago that nothing of the trial happened on it. */
function oldDay(text: string): boolean {
  const years = [...text.matchAll(new RegExp(DAY, 'gi'))].map(([day]) => Number(/(?:19|20)\d\d/.exec(day)?.[0]));
  return years.some((year) => year < 2010);
}

/** `Mr Smith`, not `mr 5` or `Dr.`: the name after the title begins with a capital. */
const titled = (text: string): boolean =>
  /\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r|[Pp]rof|[Dd]hr|[Mm]evr|[Mm]w|[Hh]err|[Ff]rau|[Mm]me|[Mm]lle)\b\.? *\p{Lu}\p{Ll}+/u.test(
    text,
  );

/** `Anna Smith`, `Smith, Anna`, `A. Smith`: two words with a capital side by side that aren't medical ones. */
function twoNames(text: string): boolean {
  const pairs = text.matchAll(
    /(?<![\p{L}\d-])(\p{Lu}\p{Ll}+|\p{Lu}\.)[ ,]{1,2}(?:(?:van|von|de|der|den|ter|di|la) )*(\p{Lu}\p{Ll}+)/gu,
  );
  return [...pairs].some(([, first = '', second = '']) => !MEDICAL.has(first) && !MEDICAL.has(second));
}
