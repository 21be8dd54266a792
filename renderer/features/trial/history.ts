/** A correction as a person reads it: which fields changed, and from what to what. Pure. */
import type { Correction } from '../../../electron/core/contract/trial.ts';
import { t } from '../../i18n/index.ts';
import { entryTexts } from '../../i18n/recordEntries.ts';

export interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Not what was entered, but how it is kept. */
const kept = new Set(['id', 'recordedAt', 'createdAt', 'corrected', 'subjectId', 'changeReason']);

/** Of a former entry that was struck out, everything that was recorded. @param names of sites and series, by id */
export function changedFields(
  { former, replacement }: Pick<Correction, 'former' | 'replacement'>,
  names: ReadonlyMap<string, string> = new Map(),
): ChangedField[] {
  const before = flat(former);
  const after = flat(replacement ?? {});
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [old, current] = [shown(before.get(field), names), shown(after.get(field), names)];
    const isTold = replacement === null ? old !== NOTHING : old !== current;
    return isTold ? [{ name: fieldName(field), before: old, after: current }] : [];
  });
}

const NOTHING = '–';

function flat(entry: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [field, value] of Object.entries(entry)) {
    if (kept.has(field)) continue;
    if (field === 'details' && typeof value === 'object' && value !== null)
      for (const [detail, told] of Object.entries(value)) found.set(detail, told);
    else found.set(field, value);
  }
  return found;
}

function shown(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return t(value ? 'outcome.yes' : 'outcome.no');
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return names.get(value) ?? value.replaceAll('_', ' ');
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.map((each) => shown(each, names)).join(', ');
  const parts = Object.values(value).map((each: unknown) => shown(each, names));
  return parts.filter((part) => part !== NOTHING).join(' ');
}

function fieldName(field: string): string {
  const key = `field.${field}`;
  return Object.hasOwn(entryTexts, key) ? t(key as 'field.date') : field;
}
