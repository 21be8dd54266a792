/** The whole job on the generated patient, from CT files to exports. On a folder where it ran before, it finds what is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultValue, SubjectResults } from '../core/contract/results.ts';
import type { Segmentation } from '../core/contract/segmentation.ts';
import { embolisationInput, type Subject, type TimePointKind } from '../core/contract/trial.ts';
import { shownUnit } from '../core/domain/units.ts';
import type { HostContext } from '../host/context.ts';
import { lastExportSince } from '../host/db/tables/exportFile.ts';
import { exportResultsCsv, exportSegmentation } from '../host/export/index.ts';
import { importPaths } from '../host/library/index.ts';
import { loadVolume } from '../host/pixels/index.ts';
import { demoEmbolisation, demoSubject } from '../host/sample/demoSubject.ts';
import {
  writeSampleCase,
  type SampleCaseOptions,
  type SampleTruth,
  type StudyTruth,
} from '../host/sample/writeStudy.ts';
import { openSegmentation, setLesionStates, storeRevision } from '../host/segmentation/index.ts';
import { addEmbolisation, addSubject, listSubjects, setTimePoint } from '../host/trial/index.ts';
import { resultsForSubject } from '../host/volumetry/index.ts';
import { withKernels } from './kernels.ts';
import { sharedLabels } from './masks.ts';
import { progressLine, say } from './print.ts';
import { findSeries } from './session.ts';

const compared = ['tlv', 'tumour', 'flr', 'resected'] as const;

export interface ComparedVolume {
  readonly quantity: (typeof compared)[number];
  readonly truthMl: number;
  readonly measuredMl: number | null;
  readonly errorPct: number | null;
}
export interface Demo {
  readonly subjectCode: string;
  readonly timePoints: readonly {
    readonly kind: TimePointKind;
    readonly date: string;
    readonly seriesId: string;
    readonly volumes: readonly ComparedVolume[];
  }[];
  readonly growth: readonly {
    readonly quantity: string;
    readonly name: string;
    readonly value: number | null;
    readonly printed: string | null;
    readonly unit: string;
  }[];
  readonly results: SubjectResults;
  /** Relative to the data folder. */
  readonly files: readonly string[];
}

/** @param spacingMm of a coarser patient, in all directions; default the patient that the app offers. */
export async function runDemo(context: HostContext, spacingMm?: number): Promise<Demo> {
  const truth = await generateAndImport(context, spacingMm);
  const visits = [
    { kind: 'baseline', study: truth.baseline },
    { kind: 'w1', study: truth.followUp },
  ] as const;
  const segmentations: Segmentation[] = [];
  for (const { study } of visits) segmentations.push(await segmentStudy(context, study));
  const subject = recordSubject(context);
  for (const { kind, study } of visits) {
    setTimePoint(context, { subjectId: subject.id, kind, seriesId: findSeries(context, study.seriesInstanceUid).id });
  }
  const results = resultsForSubject(context, { subjectId: subject.id });
  return {
    subjectCode: subject.code,
    timePoints: visits.map(({ kind, study }) => ({
      kind,
      date: study.date,
      seriesId: findSeries(context, study.seriesInstanceUid).id,
      volumes: compare(study, results.results.find((each) => each.kind === kind)?.values ?? []),
    })),
    growth: (results.growth[0]?.values ?? []).map(({ quantity, name, value, printed, unit }) => ({
      quantity,
      name,
      value,
      printed,
      unit: shownUnit(unit),
    })),
    results,
    files: await exportAll(context, subject, segmentations, results),
  };
}

async function generateAndImport(context: HostContext, spacingMm: number | undefined): Promise<SampleTruth> {
  const folder = await mkdtemp(join(tmpdir(), 'remnant-demo-'));
  try {
    const report = progressLine('Generating the patient');
    const truth = await writeSampleCase(folder, {
      ...coarser(spacingMm),
      onProgress: (done, total) => {
        report(done / total);
      },
    });
    await importPaths(context, { paths: [truth.baseline.folder, truth.followUp.folder] });
    return truth;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same field of view in larger voxels. */
function coarser(spacingMm: number | undefined): SampleCaseOptions {
  if (spacingMm === undefined) return {};
  const [across, along] = [Math.round(352 / spacingMm), Math.round(285 / spacingMm)];
  return { dims: [across, across, along], spacingMm: [spacingMm, spacingMm, spacingMm] };
}

/** Liver and tumours grown from the strokes that a person would draw, the remnant by the truth's cut. */
async function segmentStudy(context: HostContext, study: StudyTruth): Promise<Segmentation> {
  const { id: seriesId } = findSeries(context, study.seriesInstanceUid);
  const segmentation = openSegmentation(context, { seriesId });
  if (segmentation.head?.cut) {
    say(`The CT of ${study.date} has been segmented before.`);
    return segmentation;
  }
  const { geometry, hu } = await loadVolume(context, seriesId);
  const labels = sharedLabels(geometry);
  const { strokes, cut } = study;
  await withKernels(async (kernels) => {
    await kernels.run(`Growing the liver, CT of ${study.date}`, 'growLiver', {
      hu,
      geometry,
      labels,
      strokes,
      cut: null,
    });
    await kernels.run(`Growing tumours, CT of ${study.date}`, 'growTumour', { hu, geometry, labels, strokes });
    await kernels.run(`Dividing the liver, CT of ${study.date}`, 'divide', { labels, geometry, cut });
  });
  const action = {
    title: `Grow liver and tumours from ${strokes.length} strokes, divide liver`,
    tool: 'demo@1',
    parameters: { strokes: strokes.length },
  };
  const parentRevisionId = segmentation.head?.id ?? null;
  const { id: segmentationId } = segmentation;
  await storeRevision(context, { segmentationId, parentRevisionId, labels, action, cut });
  // The strokes are a person's, so is the look at what grew from them.
  await setLesionStates(context, { segmentationId, numbers: 'all', state: 'confirmed' });
  return openSegmentation(context, { seriesId });
}

function recordSubject(context: HostContext): Subject {
  const found = listSubjects(context).find(({ code }) => code === demoSubject.code) ?? addSubject(context, demoSubject);
  if (found.embolisations.length > 0) return found;
  return addEmbolisation(context, { subjectId: found.id, embolisation: embolisationInput.parse(demoEmbolisation) });
}

function compare({ volumesMl }: StudyTruth, values: readonly ResultValue[]): ComparedVolume[] {
  return compared.map((quantity) => {
    const truthMl = volumesMl[quantity];
    const measuredMl = values.find((value) => value.quantity === quantity)?.value ?? null;
    const errorPct = measuredMl === null ? null : (100 * (measuredMl - truthMl)) / truthMl;
    return { quantity, truthMl, measuredMl, errorPct };
  });
}

/** Exports what has not been exported since it last changed. */
async function exportAll(
  context: HostContext,
  { id: subjectId }: Subject,
  segmentations: readonly Segmentation[],
  { results }: SubjectResults,
): Promise<string[]> {
  const lastComputed =
    results
      .map(({ computedAt }) => computedAt)
      .toSorted()
      .at(-1) ?? '';
  const csv =
    lastExportSince(context.db, { kind: 'results_csv', subjectId, revisionId: null, since: lastComputed }) ??
    (await exportResultsCsv(context, { subjectId })).path;
  const files = [csv];
  for (const { id: segmentationId, head } of segmentations) {
    const revisionId = head?.id ?? null;
    files.push(
      lastExportSince(context.db, { kind: 'segmentation_seg', subjectId: null, revisionId, since: '' }) ??
        (await exportSegmentation(context, { segmentationId, format: 'seg' })).path,
    );
  }
  return files;
}
