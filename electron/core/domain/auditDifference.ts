/** What an entry of the trail changed, as a person reads it: field by field, from which value to which. */

/** A field that differs; `before` or `after` is null where there was, or is, none. */
export interface FieldChange {
  /** In words with its unit: `materials 2`, `height (cm)`. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const UNITS: Readonly<Record<string, string>> = {
  Mm: 'mm',
  Cm: 'cm',
  Ml: 'mL',
  Kg: 'kg',
  G: 'g',
  Hu: 'HU',
  Pct: '%',
  PctPerMin: '%/min',
  Days: 'days',
  Minutes: 'minutes',
  Bytes: 'bytes',
};
const UNIT_AT_END = new RegExp(
  `(?<=[a-z\\d])(${Object.keys(UNITS)
    .sort((a, b) => b.length - a.length)
    .join('|')})$`,
);

/** Longer texts, such as a protocol as a whole, are named by their beginning. */
const LONGEST_VALUE = 300;

/** @param oldValue canonical JSON as the trail has it, or null */
export function fieldChanges(oldValue: string | null, newValue: string | null): FieldChange[] {
  const [before, after] = [leaves(oldValue), leaves(newValue)];
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** Every value that is no list and no object, under its path in words. */
function leaves(json: string | null): Map<string, string> {
  const found = new Map<string, string>();
  if (json !== null) collect(parsed(json), [], found);
  return found;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function collect(value: unknown, path: readonly string[], into: Map<string, string>): void {
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null)) {
    if (value.length > 0) into.set(fieldName(path), short(value.map(written).join(', ')));
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const [key, member] of entries)
      collect(member, [...path, Array.isArray(value) ? `${Number(key) + 1}` : key], into);
  } else if (value !== null && value !== '') into.set(fieldName(path), short(written(value)));
}

const written = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return JSON.stringify(value);
};
const short = (text: string): string => (text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)} …`);

/** `measure.heightCm` is `measure height (cm)`. */
function fieldName(path: readonly string[]): string {
  if (path.length === 0) return 'value';
  const unit = UNIT_AT_END.exec(path.at(-1)!)?.[1];
  const last = unit === undefined ? path.at(-1)! : path.at(-1)!.slice(0, -unit.length);
  const words = [...path.slice(0, -1), last].map((name) =>
    name.replaceAll('_', ' ').replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' '),
  );
  return `${words.join(' ').toLowerCase()}${unit === undefined ? '' : ` (${UNITS[unit]!})`}`;
}
