/** The trail as shown. Pure. */
import type { AuditEntry, AuditFilter } from '../../../electron/core/contract/audit.ts';
import type { FieldChange } from '../../../electron/core/domain/auditDifference.ts';
import { role } from '../../../electron/core/contract/accounts.ts';

/** Local time of the entry with its offset from UTC, so that it is unambiguous: `2026-03-31 14:05:09 +02:00`. */
export function entryTime({ at, utcOffsetMinutes }: Pick<AuditEntry, 'at' | 'utcOffsetMinutes'>): string {
  const local = new Date(Date.parse(at) + utcOffsetMinutes * 60_000).toISOString();
  const size = Math.abs(utcOffsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = `${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset}`;
}

/** `time_point` as a person reads it. */
export const inWords = (name: string): string => name.replaceAll('_', ' ');

/** What was done, and to what: `create time point`. An entity that is named after what was done to it says it once. */
export function changeName({ action, entity }: Pick<AuditEntry, 'action' | 'entity'>): string {
  const [verb, name] = [inWords(action), inWords(entity)];
  return name.startsWith(verb) ? name : `${verb} ${name}`;
}

/** Entries that tell the treatment, or what is computed from its date: hidden while a CT is read. */
export const isTreatment = ({ entity }: Pick<AuditEntry, 'entity'>): boolean =>
  entity === 'embolisation' || entity === 'growth';

/** Ids, digests, places and times that the entry's own time tells: they matter to who looks for them. */
const TECHNICAL = /^(?:.* )?(?:id|at|sha256|path|byte count|corrected)$/;

/** What a person asks for first comes first; otherwise the order stays. */
export const inOrderOfInterest = (changes: readonly FieldChange[]): FieldChange[] =>
  changes.toSorted((a, b) => Number(TECHNICAL.test(a.field)) - Number(TECHNICAL.test(b.field)));

/** The filters as typed; '' selects nothing away. */
export interface FilterDraft {
  readonly from: string;
  readonly until: string;
  readonly user: string;
  readonly role: string;
  readonly action: string;
  readonly entity: string;
  readonly subjectCode: string;
  readonly text: string;
}
export const emptyDraft: FilterDraft = {
  from: '',
  until: '',
  user: '',
  role: '',
  action: '',
  entity: '',
  subjectCode: '',
  text: '',
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Local midnight at the begin of the day, or of the one after; null for what is no day. */
function midnight(day: string, after: 0 | 1): string | null {
  if (!DAY.test(day)) return null;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const at = new Date(year, month - 1, date);
  if (at.getMonth() !== month - 1 || at.getDate() !== date) return null;
  at.setDate(date + after);
  return at.toISOString();
}

export const isDay = (day: string): boolean => midnight(day, 0) !== null;

/** Both days belong to it, as the clock of this workstation has them. null while a day is half typed. */
export function filterOf(draft: FilterDraft): AuditFilter | null {
  const { from, until, role: roleText, ...texts } = draft;
  const bounds = {
    from: from === '' ? undefined : midnight(from, 0),
    until: until === '' ? undefined : midnight(until, 1),
  };
  if (bounds.from === null || bounds.until === null) return null;
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  const asked = role.safeParse(roleText).data;
  return {
    ...Object.fromEntries(given.map(([name, text]) => [name, text.trim()])),
    ...(bounds.from !== undefined && { from: bounds.from }),
    ...(bounds.until !== undefined && { until: bounds.until }),
    ...(asked !== undefined && { role: asked }),
  };
}
