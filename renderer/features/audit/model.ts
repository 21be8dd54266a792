/** The trail as shown. Pure. */
import type { AuditEntry } from '../../../electron/core/contract/audit.ts';

/** Local time of the entry with its offset from UTC, so that it is unambiguous: `2026-03-31 14:05:09 +02:00`. */
export function entryTime({ at, utcOffsetMinutes }: Pick<AuditEntry, 'at' | 'utcOffsetMinutes'>): string {
  const local = new Date(Date.parse(at) + utcOffsetMinutes * 60_000).toISOString();
  const size = Math.abs(utcOffsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = `${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset}`;
}

/** `time_point` as a person reads it. */
const entityName = (entity: string): string => entity.replaceAll('_', ' ');

/** What was done, and to what: `create time point`. An entity that is named after what was done to it says it once. */
export function changeName({ action, entity }: Pick<AuditEntry, 'action' | 'entity'>): string {
  const name = entityName(entity);
  return name.startsWith(action) ? name : `${action} ${name}`;
}

/** Entries that tell the treatment, or what is computed from its date: hidden while a CT is read. */
export const isTreatment = ({ entity }: Pick<AuditEntry, 'entity'>): boolean =>
  entity === 'embolisation' || entity === 'growth';

/** Pages of the trail, newest first, each entry once even when new ones came in between. */
export function mergePages(pages: readonly (readonly AuditEntry[])[]): AuditEntry[] {
  const bySequence = new Map(pages.flat().map((entry) => [entry.sequence, entry]));
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}

/** Canonical JSON with line breaks; anything else as it is. */
export function prettyValue(value: string | null): string {
  if (value === null) return '–';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
