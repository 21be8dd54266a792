import { expect } from 'vitest';
import { PASSWORD } from '../people.ts';
import { drawing, readAndSign, readingOf } from './scene.ts';
import { learnId, type Step } from './step.ts';

const anyText = expect.any(String) as string;
/** Numbers name what made them, with its version. */
const formulas = expect.arrayContaining([
  expect.objectContaining({ formulas: [expect.stringMatching(/^\w+@\d/)] }),
]) as unknown;
const reason = 'the second follows the middle vein';

/** A CT that two read and a third decides on, its results, and a mask from a file. */
export const readingSteps: readonly Step[] = [
  {
    method: 'segmentation.open',
    user: 'rita',
    input: ({ series }) => ({ seriesId: series }),
    leaves: 'create segmentation',
    became: { seriesId: anyText },
    learn: learnId('segmentation'),
  },
  {
    method: 'segmentation.commit',
    user: 'rita',
    input: ({ segmentation }, scene) => drawing(scene, segmentation),
    leaves: 'commit revision',
    became: { action: { tool: 'paint@1' }, number: 1, sha256: anyText },
  },
  {
    method: 'results.forSubject',
    user: 'sam',
    input: ({ subject }) => ({ subjectId: subject }),
    leaves: 'create result',
    became: {
      protocolId: 'dragon2',
      protocolVersion: anyText,
      values: formulas,
    },
  },
  {
    method: 'readings.review',
    user: 'rita',
    input: async ({ series }, { sessions }) => ({ readingId: await readingOf(sessions.rita, series!) }),
    leaves: 'review reading',
    was: { state: 'draft' },
    became: { state: 'reviewed' },
  },
  {
    method: 'readings.sign',
    user: 'rita',
    input: async ({ series }, { sessions }) => ({
      readingId: await readingOf(sessions.rita, series!),
      meaning: 'drew_and_checked',
      password: PASSWORD,
    }),
    leaves: 'sign signature',
    became: { meaning: 'drew_and_checked', signer: { user: 'rita', printedName: 'Dr rita' }, sha256: anyText },
  },
  {
    method: 'readings.second',
    user: 'rob',
    input: ({ series }) => ({ seriesId: series }),
    leaves: 'create reading',
    became: { ordinal: 'second', reader: { user: 'rob' } },
  },
  {
    method: 'readings.discard',
    user: 'rob',
    input: async ({ series }, { sessions }) => ({ readingId: await readingOf(sessions.rob, series!), reason }),
    leaves: 'discard reading',
    was: { ordinal: 'second', state: 'draft', revisionId: null },
    became: { discarded: true },
    reason,
  },
  {
    method: 'readings.adjudicate',
    user: 'rosa',
    input: async ({ series }, scene) => {
      await scene.sessions.rob.handlers.readings.second({ seriesId: series! });
      await readAndSign(scene, 'rob', series!, PASSWORD);
      return { seriesId: series, choice: 'second', reason };
    },
    leaves: 'adjudicate series',
    was: { counts: 'first' },
    became: { choice: 'second', by: { user: 'rosa' } },
    reason,
  },
  {
    method: 'readings.lock',
    user: 'sam',
    input: async ({ series }, { sessions }) => ({ readingId: await readingOf(sessions.rita, series!) }),
    leaves: 'lock reading',
    was: { state: 'signed' },
    became: { state: 'locked' },
  },
  {
    method: 'readings.correct',
    user: 'rita',
    input: async ({ series }, { sessions }) => ({ readingId: await readingOf(sessions.rita, series!), reason }),
    leaves: 'correct reading',
    was: { version: 1, state: 'locked' },
    became: { version: 2, reason },
    reason,
  },
  {
    method: 'segmentation.importMask',
    user: 'rob',
    input: ({ other, mask }) => ({ seriesId: other, path: mask, labels: 'user' }),
    leaves: 'commit revision',
    became: { action: { tool: 'import-mask@1', parameters: { fileName: 'mask.nii', sha256: anyText } } },
  },
  {
    method: 'results.growthBetween',
    user: 'sam',
    input: async ({ rich }, { sessions }) => {
      const { timePoints } = await sessions.sam.handlers.trial.getSubject({ subjectId: rich! });
      const [first, second] = timePoints;
      // Backwards, which nobody has asked for yet.
      return { subjectId: rich, fromTimePointId: second!.id, toTimePointId: first!.id };
    },
    leaves: 'create growth',
    became: { daysBetween: -31, fromResultId: anyText, values: formulas },
  },
];
