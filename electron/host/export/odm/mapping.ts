/**
 * The sponsor's names for the items: a file of resources/odm for each protocol, or the site's own copy of it in the data folder, which wins. The
 * form of a trial is not public, so a site can make the names those of its form without a new version of the program.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RemnantError } from '../../../core/contract/errors.ts';
import type { Protocol } from '../../../core/domain/protocol.ts';
import { groupIds, groups } from './items.ts';

const itemNames: ReadonlySet<string> = new Set(
  groupIds.flatMap((group) => groups[group].items.map(({ id }) => `${group}.${id}`)),
);
/** A verdict is named by its criterion, which the protocol knows: `VERDICT.resection_flr`. */
const VERDICT = /^VERDICT\.[a-z0-9_]+$/;

const column = z.strictObject({
  /** As on the sponsor's form. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, 'A name has 1-32 letters, digits or underscores.'),
  /** `GROUP.item`, as the ODM file has it. */
  item: z.string().refine((item) => itemNames.has(item) || VERDICT.test(item), {
    message: 'There is no such item.',
  }),
});

export const itemMapping = z
  .strictObject({
    format: z.literal('remnant item names'),
    version: z.string().min(1),
    protocolId: z.string().regex(/^[a-z0-9-]+$/),
    /** What the sponsor calls its study in ODM files. */
    study: z.strictObject({
      oid: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
      name: z.string().min(1),
      description: z.string().min(1),
      protocolName: z.string().min(1),
    }),
    source: z.string().min(1),
    /** Of the table with one row for each CT, in this order. */
    columns: z.array(column).min(1),
  })
  .refine(({ columns }) => new Set(columns.map(({ name }) => name.toUpperCase())).size === columns.length, {
    message: 'A name stands for two items.',
    path: ['columns'],
  });
export type ItemMapping = z.infer<typeof itemMapping>;

export const mappingFile = (dataFolder: string, protocolId: string): string =>
  join(dataFolder, 'odm', `${protocolId}.json`);

/**
 * @param dataFolder where a site may keep `odm/PROTOCOL.json`
 * @throws RemnantError 'refused' for a site's file that isn't as described, 'not_found' when there is none for the protocol
 */
export function loadMapping(dataFolder: string, { id }: Pick<Protocol, 'id'>): ItemMapping {
  const own = mappingFile(dataFolder, id);
  if (existsSync(own)) return readMapping(own, id);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const shipped = join(folder, 'resources', 'odm', `${id}.json`);
    if (existsSync(shipped)) return readMapping(shipped, id);
    if (folder === dirname(folder))
      throw new RemnantError(
        'not_found',
        `There are no item names for the protocol ${id}: put them into odm/${id}.json of the data folder.`,
      );
  }
}

function readMapping(path: string, protocolId: string): ItemMapping {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new RemnantError('refused', `The file of item names ${path} can't be read or is not JSON.`, { cause: error });
  }
  const parsed = itemMapping.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RemnantError(
      'refused',
      `The file of item names ${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  if (parsed.data.protocolId !== protocolId)
    throw new RemnantError('refused', `The file of item names ${path} is for the protocol ${parsed.data.protocolId}.`);
  return parsed.data;
}
