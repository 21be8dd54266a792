/** Commands as people give them, drawn at random from a seed and from what the record has: most are done, some are refused. */
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Subject } from '../../../electron/core/contract/trial.ts';
import type { HostContext } from '../../../electron/host/context.ts';
import { listSeriesRows } from '../../../electron/host/db/tables/series.ts';
import { getRevision, openSegmentation, storeRevision } from '../../../electron/host/segmentation/index.ts';
import type { Random } from '../../fuzz/random.ts';
import { caller } from '../caller.ts';

type Call = ReturnType<typeof caller>;
interface Scene {
  readonly context: HostContext;
  readonly call: Call;
  readonly random: Random;
  readonly subject: Subject;
  readonly seriesId: string;
}

const day = (random: Random): string => `2026-0${1 + random.below(2)}-${10 + random.below(18)}`;
const reason = 'entered for another subject';

const ofSubject: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  measure: ({ call, random, subject }) =>
    call('trial', 'addMeasure', {
      subjectId: subject.id,
      measure: { date: day(random), heightCm: 150 + random.below(40), weightKg: 50 + random.below(50) },
    }),
  correctMeasure: ({ call, random, subject }) =>
    call('trial', 'correctMeasure', {
      subjectId: subject.id,
      entryId: subject.measures[random.below(subject.measures.length)]?.id,
      measure: { date: day(random), heightCm: 160, weightKg: 50 + random.below(50) },
      reason,
    }),
  strikeOut: ({ call, random, subject }) =>
    call('trial', 'strikeOut', {
      subjectId: subject.id,
      entity: 'subject_measure',
      entryId: subject.measures[random.below(subject.measures.length)]?.id,
      reason,
    }),
  changeSubject: ({ call, random, subject }) =>
    call('trial', 'changeSubject', {
      subjectId: subject.id,
      change: { sex: random.pick(['female', 'male', 'other']), yearOfBirth: 1940 + random.below(40) },
      reason,
    }),
  embolisation: ({ call, random, subject }) =>
    call('trial', 'addEmbolisation', {
      subjectId: subject.id,
      embolisation: {
        date: day(random),
        kind: 'pve',
        portalBranches: ['right_anterior'],
        hepaticVeins: [],
        materials: ['coils'],
      },
    }),
  functionTest: ({ call, random, subject }) =>
    call('trial', 'addFunctionTest', {
      subjectId: subject.id,
      functionTest: { date: day(random), uptakePctPerMin: 5 + random.below(10), flrSharePct: 20 + random.below(60) },
    }),
  outcome: ({ call, random, subject }) =>
    call('trial', 'setOutcome', {
      subjectId: subject.id,
      outcome: { decisionDate: day(random), resectable: false, reason: 'progression' },
      changeReason: reason,
    }),
  timePoint: ({ call, random, subject, seriesId }) =>
    call('trial', 'setTimePoint', {
      subjectId: subject.id,
      kind: random.pick(['baseline', 'w1', 'unscheduled']),
      seriesId,
      reason,
    }),
  removeTimePoint: ({ call, random, subject }) =>
    call('trial', 'removeTimePoint', {
      subjectId: subject.id,
      timePointId: subject.timePoints[random.below(subject.timePoints.length)]?.id,
      reason,
    }),
  results: ({ call, subject }) => call('results', 'forSubject', { subjectId: subject.id }),
  exportCsv: ({ call, subject }) => call('exports', 'resultsCsv', { subjectId: subject.id }),
};

const ofSeries: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  draw: ({ context, random, seriesId }) => draw(context, random, seriesId),
  review: (scene) => onReading(scene, (readingId) => scene.call('readings', 'review', { readingId })),
  sign: (scene) =>
    onReading(scene, (readingId) =>
      scene.call('readings', 'sign', { readingId, meaning: 'drew_and_checked', password: null }),
    ),
  lock: (scene) => onReading(scene, (readingId) => scene.call('readings', 'lock', { readingId })),
  correctReading: (scene) =>
    onReading(scene, (readingId) =>
      scene.call('readings', 'correct', { readingId, reason: 'the border was too wide' }),
    ),
  phase: ({ call, random, seriesId }) =>
    call('library', 'confirmPhase', { seriesId, phase: random.pick(['arterial', 'portal_venous', null]) }),
};

const ofSite: Readonly<Record<string, (scene: Omit<Scene, 'subject'>) => Promise<unknown>>> = {
  subject: ({ call, random }) =>
    call('trial', 'addSubject', { code: `S${random.below(1_000_000)}`, sex: 'other', liverQuality: 'normal' }),
  site: ({ call, random }) => call('trial', 'addSite', { code: `NL${random.below(1000)}` }),
  settings: ({ call, random }) => call('settings', 'set', { lockAfterMinutes: 1 + random.below(30) }),
  exportTrail: ({ call, random }) => call('audit', 'exportEntries', { format: random.pick(['csv', 'jsonl']) }),
};

/** Some of the voxels of a small liver get another label. */
function draw(context: HostContext, random: Random, seriesId: string): Promise<unknown> {
  const { id: segmentationId, head } = openSegmentation(context, { seriesId });
  const seed = random.below(1 << 30);
  return storeRevision(context, {
    segmentationId,
    parentRevisionId: head?.id ?? null,
    action: { title: 'Paint', tool: 'paint@1', parameters: { seed } },
    cut: null,
    labels: Uint8Array.from({ length: 8 * 6 * 4 }, (_, at) => 1 + ((Math.imul(at + 1, seed) >>> 7) % 2)),
  }).then(({ id }) => getRevision(context, id));
}

async function onReading(
  { call, random, seriesId }: Scene,
  step: (readingId: string) => Promise<unknown>,
): Promise<void> {
  const { readings } = await call('readings', 'ofSeries', { seriesId });
  if (readings.length > 0) await step(random.pick(readings).reading.id);
}

/** @returns its name, and whether it was done or refused; anything but a plain refusal is thrown */
export async function randomCommand(context: HostContext, random: Random): Promise<{ name: string; isDone: boolean }> {
  const call = caller(context);
  const [subjects, series] = [await call('trial', 'listSubjects', {}), listSeriesRows(context.db)];
  const seriesId = random.pick(series).id;
  const commands = subjects.length === 0 || random.chance(0.15) ? ofSite : random.chance(0.45) ? ofSeries : ofSubject;
  const name = random.pick(Object.keys(commands));
  // Few subjects and few CTs, so that readings come as far as a signature.
  const scene = { context, call, random, seriesId, subject: subjects[random.below(Math.min(3, subjects.length))]! };
  try {
    await commands[name]!(scene);
    return { name, isDone: true };
  } catch (error) {
    if (isRefusal(error)) return { name, isDone: false };
    throw error;
  }
}

/** What a person would be told in a sentence. */
const isRefusal = (error: unknown): boolean =>
  (error instanceof RemnantError && error.code !== 'internal' && error.code !== 'io') ||
  (error instanceof Error && error.name === 'ZodError');
