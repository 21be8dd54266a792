/** What a person reads who opens a package without this program: of whom it is, what is missing or unsigned, what each file is, how to check it. */
import { timePointWords } from '../../core/domain/completeness.ts';
import { sponsorOf, type Protocol } from '../../core/domain/protocol.ts';
import { signatureStandings, signedAtText } from '../../core/domain/signature.ts';
import type { FileRole, Manifest } from './manifest.ts';
import type { PackageRecord, RecordTimePoint } from './record.ts';

const LINE_END = '\r\n';
const NAME_WIDTH = 32;

/** By what it is called in the package. */
const files: Readonly<Record<FileRole, readonly [string, string]>> = {
  report: ['report.pdf', 'the report: begin here; its first page says all in short'],
  results: ['results.csv', 'one row per number, with unit, interval, formula and who signed it (UTF-8, commas)'],
  results_wide: ['results-wide.csv', "one row per CT, with the names of the sponsor's form"],
  odm: ['odm.xml', 'the same as CDISC ODM 1.3.2, for import into a data base'],
  segmentation: ['*_segmentation.dcm', 'what was drawn on each CT: DICOM Segmentation'],
  structured_report: ['*_measurements.dcm', 'the numbers of each CT: DICOM Structured Report'],
  image: ['ct/', 'the images, de-identified'],
  record: ['record.json', 'the record that the tables are made of'],
  protocol: ['protocol.json', 'the rules of the trial: limits, windows, formulas'],
  mapping: ['items.json', 'which item each name of the form stands for'],
  audit: ['audit.jsonl', 'who changed what of this subject, when and why, one entry a line'],
  readme: ['README.txt', 'this text'],
};

function signedLine(timePoint: RecordTimePoint): string {
  const { kind, date, signatures, readingState } = timePoint;
  const last = signatures.at(-1);
  const said = last
    ? `signed by ${last.printedName}, ${signedAtText(last.signedAt, last.utcOffsetMinutes)}: ${last.statement}`
    : `${signatureStandings.unsigned} (${readingState ?? 'no reading'})`;
  return `  ${timePointWords[kind]}, CT of ${date}: ${said}`;
}

function stateLines({ incompleteReason, missing, replaces }: Omit<Manifest, 'files'>): string[] {
  const left = missing.map(({ severity, statement }) => `  ${severity}: ${statement}`);
  return [
    incompleteReason === null ? 'COMPLETE' : `INCOMPLETE, because: ${incompleteReason}`,
    ...left,
    ...(replaces === null
      ? []
      : [`Replaces the package of ${replaces.createdAt} (${replaces.id}), because: ${replaces.reason}`]),
  ];
}

const titled = (title: string, lines: readonly string[]): string[] => ['', title, '-'.repeat(title.length), ...lines];

/** @returns the text, for any reader of plain text */
export function readmeText(
  manifest: Omit<Manifest, 'files'>,
  { timePoints }: Pick<PackageRecord, 'timePoints'>,
  { protocol, withCt }: { readonly protocol: Protocol; readonly withCt: boolean },
): string {
  const title = `Submission package of ${manifest.subjectCode}`;
  const { id, createdAt, program, siteId } = manifest;
  const listed = Object.entries(files).flatMap(([role, file]) => (role === 'image' && !withCt ? [] : [file]));
  return [
    title,
    '='.repeat(title.length),
    `Trial    ${[protocol.name, protocol.registration].filter((text) => text !== '').join(', ')}, protocol version ${protocol.version}`,
    `Sponsor  ${sponsorOf(protocol)}`,
    `Site     ${siteId ?? 'not recorded'}`,
    `Made     ${createdAt} by ${program.name} ${program.version}`,
    `Package  ${id}`,
    '',
    ...stateLines(manifest),
    ...titled('Signatures', timePoints.map(signedLine)),
    ...titled('Files', [
      ...listed.map(([name, holds]) => `  ${name.padEnd(NAME_WIDTH)}${holds}`),
      `  ${'manifest.json, manifest.sig'.padEnd(NAME_WIDTH)}SHA-256 of every file; the signature of the workstation over it`,
    ]),
    ...titled('What the numbers are', [
      '  Volumes in mL, counted from the voxels of the segmentations; ratios in %. Units by UCUM. Intervals are 95 %.',
      '  The report defines every quantity; each names its formula and version.',
      '  Dates in the tables are the true ones. Dates inside the DICOM files are moved by a number of days that only the site knows.',
      '  Nothing here names the patient: names and ids are the subject code.',
    ]),
    ...titled('How to check it', [
      `  With ${program.name}: remnant verify PATH. It computes every number again from the segmentations.`,
      '  Without: the SHA-256 of each file must be the one in manifest.json (sha256sum, or Get-FileHash on Windows).',
      '  manifest.sig is JSON: "signature" is Ed25519 (base64) over the bytes of manifest.json, "publicKeyPem" the key,',
      '  "fingerprint" the SHA-256 of the key, which must be the one that the site gave to the trial office.',
    ]),
    '',
  ].join(LINE_END);
}
