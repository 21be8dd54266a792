/** What the standard says of attributes: their VR, and what becomes of them in a de-identified file. The tables are files of resources/dicom. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';

/** Options of PS3.15 table E.1-1 that this program applies, of the two for dates at most one. */
export type ProfileOption = 'cleanDescriptors' | 'modifiedDates' | 'fullDates' | 'patientCharacteristics';
/** For files that leave the site. */
export const profileOptions: readonly ProfileOption[] = ['cleanDescriptors', 'modifiedDates', 'patientCharacteristics'];
/** For files that stay at the site, where growth is counted from the true days of CT and embolisation. */
export const onSiteOptions: readonly ProfileOption[] = ['cleanDescriptors', 'fullDates', 'patientCharacteristics'];

/** X remove, Z empty, D dummy, U other UID, K keep, C clean (PS3.15 table E.1-1a). */
export type Action = 'X' | 'Z' | 'D' | 'U' | 'K' | 'C';

const optionAction = z.enum(['K', 'C']).optional();
const profileFile = z.strictObject({
  version: z.string(),
  source: z.string(),
  rows: z.array(
    z.strictObject({
      tag: z.string().regex(/^[0-9a-fx]{8}$/),
      name: z.string(),
      basic: z.enum(['X', 'Z', 'D', 'U', 'X/Z', 'X/D', 'Z/D', 'X/Z/D', 'X/Z/U*']),
      cleanDescriptors: optionAction,
      modifiedDates: optionAction,
      patientCharacteristics: optionAction,
    }),
  ),
});
type Row = z.infer<typeof profileFile>['rows'][number];

/** Tags of eight hexadecimal digits, separated by spaces. */
const tagList = z
  .string()
  .regex(/^[0-9a-f]{8}( [0-9a-f]{8})*$/)
  .transform((list) => list.split(' ').map((tag) => parseInt(tag, 16)));
const attributesFile = z.strictObject({
  version: z.string(),
  source: z.string(),
  /** Binary numbers of which there may be more than one. */
  several: tagList,
  /** By VR. */
  tags: z.record(z.string().regex(/^[A-Z]{2}$/), tagList),
});

/**
 * One table of resources/dicom, checked.
 * @throws RemnantError 'internal' when it is missing or damaged: nothing may leave by half a table.
 */
export function readTable<T>(name: string, schema: z.ZodType<T>): T {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'resources', 'dicom', name);
    if (existsSync(file)) {
      const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (parsed.success) return parsed.data;
      throw new RemnantError('internal', `The table ${name} is not valid; install Remnant again.`, {
        cause: parsed.error,
      });
    }
    if (folder === dirname(folder))
      throw new RemnantError('internal', `The table ${name} is missing; install Remnant again.`);
  }
}

interface Tables {
  readonly version: string;
  readonly rows: ReadonlyMap<number, Row>;
  readonly vrs: ReadonlyMap<number, string>;
  readonly several: ReadonlySet<number>;
}
let loaded: Tables | undefined;

function tables(): Tables {
  if (loaded) return loaded;
  const profile = readTable('basicProfile.json', profileFile);
  const { tags, several } = readTable('attributes.json', attributesFile);
  const vrs = Object.entries(tags).flatMap(([vr, list]) => list.map((tag): [number, string] => [tag, vr]));
  // Rows of whole groups (50xx, 60xx) aren't in the list of attributes either, so that they are removed as unknown.
  const rows = profile.rows.filter(({ tag }) => !tag.includes('x'));
  loaded = {
    version: profile.version,
    rows: new Map(rows.map((row) => [parseInt(row.tag, 16), row])),
    vrs: new Map(vrs),
    several: new Set(several),
  };
  return loaded;
}

/** Edition of the confidentiality table. */
export const profileVersion = (): string => tables().version;

/** VR of a standard attribute that isn't retired; undefined for all others, private and repeating groups among them. */
export const vrOf = (tag: number): string | undefined => tables().vrs.get(tag);

/** Whether an attribute of binary numbers may have more than one of them. */
export const hasSeveralNumbers = (tag: number): boolean => tables().several.has(tag);

/**
 * What becomes of an attribute; undefined where the table doesn't list it.
 * Of the alternatives of the basic profile the last is taken: it leaves a valid object whatever the type of the attribute (PS3.15 E.1.1).
 */
export function actionFor(tag: number, options: readonly ProfileOption[]): Action | undefined {
  const row = tables().rows.get(tag);
  if (!row) return undefined;
  // Full dates are kept wherever modified ones are: the table has the same rows for both.
  const chosen = options.map((option) => row[option === 'fullDates' ? 'modifiedDates' : option]);
  if (chosen.includes('C')) return 'C';
  if (chosen.includes('K')) return 'K';
  return row.basic.replace('*', '').split('/').at(-1) as Action;
}
