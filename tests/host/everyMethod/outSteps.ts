import { expect } from 'vitest';
import type { Step } from './step.ts';

const anyText = expect.any(String) as string;
const incompleteReason = 'the centre asked for what is there';
const replaceReason = 'the first one went astray';

/** What the site decides, first of all. */
const settings: readonly Step[] = [
  {
    method: 'settings.set',
    user: 'ada',
    input: () => ({ lockAfterMinutes: 9, deidentifyOnImport: false }),
    leaves: 'update settings',
    was: { lockAfterMinutes: 15, deidentifyOnImport: true },
    became: { lockAfterMinutes: 9, deidentifyOnImport: false },
  },
  {
    method: 'audit.setOutsideAnchor',
    user: 'ada',
    input: ({ outside }) => ({ folder: outside }),
    leaves: 'update settings',
    was: { anchorFolder: null },
    became: { anchorFolder: anyText },
  },
];

/** What leaves the folder. */
const files: readonly Step[] = [
  exporting('exports.resultsCsv', ({ subject }) => ({ subjectId: subject }), 'results_csv'),
  exporting(
    'exports.segmentationFile',
    ({ segmentation }) => ({ segmentationId: segmentation, format: 'nifti' }),
    'segmentation_nifti',
  ),
  exporting('package.report', ({ subject }) => ({ subjectId: subject }), 'report_pdf'),
  exporting('package.siteOverview', () => ({}), 'overview_pdf'),
  {
    method: 'exports.printed',
    user: 'sam',
    input: () => ({ place: 'record', filter: { order: 'code' } }),
    leaves: 'print page',
    became: { place: 'record', filter: { order: 'code' } },
  },
  {
    method: 'exports.printed',
    user: 'rita',
    input: ({ subject }) => ({ place: 'record', subjectId: subject }),
    leaves: 'print subject',
    became: { place: 'record', subjectId: anyText },
  },
  exporting('audit.exportEntries', () => ({ format: 'csv' }), 'audit_csv'),
  {
    method: 'package.start',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject, options: { incompleteReason } }),
    leaves: 'export package',
    became: { form: 'zip', manifestSha256: anyText, incompleteReason },
    reason: incompleteReason,
  },
  {
    method: 'package.start',
    user: 'sam',
    input: ({ subject }, { people }) => {
      // Packages are named by the second.
      people.pass(1000);
      return { subjectId: subject, options: { incompleteReason, replaceReason } };
    },
    leaves: 'export package',
    became: { replacesId: anyText, replaceReason },
    reason: `${incompleteReason} ${replaceReason}`,
  },
  {
    method: 'backup.start',
    user: 'ada',
    input: ({ backups }) => ({ into: backups, withKeys: true }),
    leaves: 'backup backup',
    became: { folder: anyText, withKeys: true, manifestSha256: anyText, trailProblem: null },
  },
];

export const outSteps = { settings, files };

function exporting(method: Step['method'], input: Step['input'], kind: string): Step {
  const file = { kind, fileName: anyText, sha256: anyText, byteCount: expect.any(Number) as number };
  return { method, user: 'sam', input, leaves: 'export export_file', became: file };
}
