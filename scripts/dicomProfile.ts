/**
 * Writes resources/dicom/basicProfile.json and attributes.json from a machine-readable copy of the standard's tables (PS3.15 Table E.1-1 and
 * PS3.6 chapter 6), as https://github.com/innolitics/dicom-standard publishes them.
 * Usage: node scripts/dicomProfile.ts FOLDER EDITION; FOLDER holds confidentiality_profile_attributes.json and attributes.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const profileRows = z.array(
  z.object({
    name: z.string(),
    tag: z.string(),
    basicProfile: z.string(),
    cleanDescOpt: z.string().optional(),
    rtnLongModifDatesOpt: z.string().optional(),
    rtnPatCharsOpt: z.string().optional(),
  }),
);
const attributeRows = z.array(
  z.object({
    id: z.string(),
    valueRepresentation: z.string(),
    valueMultiplicity: z.string(),
    retired: z.enum(['Y', 'N']),
  }),
);

const [folder, edition] = process.argv.slice(2);
if (!folder || !edition) throw new Error('usage: node scripts/dicomProfile.ts FOLDER EDITION');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const resources = join(import.meta.dirname, '..', 'resources', 'dicom');

/** `(50XX,XXXX)` becomes 50xxxxxx; the row of all private attributes, gggg odd, is a rule and no row. */
const tagPattern = (tag: string): string | null => {
  const match = /^\(([0-9A-FX]{4}),([0-9A-FX]{4})\)$/.exec(tag);
  return match && `${match[1]!}${match[2]!}`.toLowerCase();
};

function writeProfile(): void {
  const rows = profileRows.parse(read('confidentiality_profile_attributes.json')).flatMap((row) => {
    const tag = tagPattern(row.tag);
    if (tag === null) return [];
    const options = {
      cleanDescriptors: row.cleanDescOpt,
      modifiedDates: row.rtnLongModifDatesOpt,
      patientCharacteristics: row.rtnPatCharsOpt,
    };
    // Names carry footnotes on lines of their own.
    return [{ tag, name: row.name.split('\n')[0]!.trim(), basic: row.basicProfile, ...options }];
  });
  rows.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const head = { version: `PS3.15 ${edition}`, source: 'PS3.15 Table E.1-1' };
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`;
  writeFileSync(join(resources, 'basicProfile.json'), text);
}

/** Where the standard leaves a choice, the one that holds whatever the others hold. */
function oneVr(vr: string): string {
  return vr.includes('OW') ? 'OW' : vr.split(' ')[0]!;
}

const binaryNumbers = ['AT', 'FD', 'FL', 'SL', 'SS', 'SV', 'UL', 'US', 'UV'];

function writeAttributes(): void {
  const byVr: Record<string, string[]> = {};
  const several: string[] = [];
  for (const { id, retired, valueRepresentation, valueMultiplicity } of attributeRows.parse(read('attributes.json'))) {
    const vr = oneVr(valueRepresentation);
    if (retired !== 'N' || !/^[A-Z]{2}$/.test(vr) || !/^[0-9a-f]{8}$/.test(id)) continue;
    (byVr[vr] ??= []).push(id);
    if (binaryNumbers.includes(vr) && valueMultiplicity !== '1') several.push(id);
  }
  const sorted = Object.fromEntries(
    Object.entries(byVr)
      .sort()
      .map(([vr, tags]) => [vr, tags.sort().join(' ')]),
  );
  const file = {
    version: `PS3.6 ${edition}`,
    source: 'PS3.6 chapter 6, without retired attributes',
    several: several.sort().join(' '),
    tags: sorted,
  };
  writeFileSync(join(resources, 'attributes.json'), `${JSON.stringify(file, null, 2)}\n`);
}

writeProfile();
writeAttributes();
