import { expect } from 'vitest';
import type { ImportReport } from '../../../electron/core/contract/library.ts';
import { listSeries } from '../../../electron/host/library/index.ts';
import { thresholdDescription } from '../../fixtures/models/networks.ts';
import { call, type Scene } from './scene.ts';
import { learnId, type Step } from './step.ts';

const anyText = expect.any(String) as string;
const halvesOf = ({ host: { context } }: Scene): string[] =>
  listSeries(context)
    .filter(({ instanceCount }) => instanceCount === 5)
    .map(({ id }) => id);

const imports = (name: string): Pick<Step, 'method' | 'user' | 'input' | 'leaves'> => ({
  method: 'library.startImport',
  user: 'sam',
  input: (known) => ({ paths: [known[name]] }),
  leaves: 'update import',
});
const allOf = (imported: number): Partial<ImportReport> => ({ state: 'done', imported });

export const librarySteps: readonly Step[] = [
  { ...imports('files'), was: { state: 'running' }, became: allOf(10) },
  { ...imports('halves'), was: { state: 'running' }, became: allOf(10) },
  {
    method: 'library.joinSeries',
    user: 'rita',
    input: (_, scene) => ({ seriesIds: halvesOf(scene) }),
    leaves: 'join series',
    became: { seriesIds: [anyText, anyText] },
    learn: learnId('joined'),
  },
  {
    method: 'library.separateSeries',
    user: 'rita',
    input: ({ joined }) => ({ seriesId: joined }),
    leaves: 'separate series',
    became: { seriesIds: [anyText, anyText] },
  },
  {
    method: 'library.confirmPhase',
    user: 'rita',
    input: ({ series }) => ({ seriesId: series, phase: 'portal_venous' }),
    leaves: 'update series',
    was: { phase: null },
    became: { phase: 'portal_venous' },
  },
  {
    method: 'library.resample',
    user: 'rita',
    input: ({ large }) => ({ seriesId: large, kind: 'half_size' }),
    leaves: 'create series',
    became: { kind: 'half_size', derivedFrom: anyText },
  },
  {
    method: 'library.startSample',
    user: 'sam',
    input: () => ({}),
    leaves: 'update import',
    was: { state: 'running' },
    became: { state: 'done' },
  },
  {
    method: 'jobs.cancel',
    user: 'ada',
    input: async ({ cancelled }, { sessions }) => call(sessions.sam, 'library.startImport', { paths: [cancelled] }),
    leaves: 'cancel job',
    became: { kind: 'import', title: 'Import' },
  },
  {
    method: 'models.add',
    user: 'ada',
    input: ({ model }) => ({ path: model, descriptionPath: null }),
    leaves: 'create model',
    became: {
      sha256: anyText,
      description: { name: thresholdDescription.name, version: thresholdDescription.version },
    },
    learn: learnId('modelId'),
  },
];

/** Once nothing runs it any more. */
export const removeModel: Step = {
  method: 'models.remove',
  user: 'ada',
  input: ({ modelId }) => ({ modelId }),
  leaves: 'remove model',
  was: { sha256: anyText, description: { name: thresholdDescription.name } },
};
