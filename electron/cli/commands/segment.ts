/** segment liver, tumour, flr; interpolate */
import { Option, type Command } from 'commander';
import { cut as cutSchema, strokesFile, type Cut, type Stroke } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { MaskLabels, Revision, RevisionAction, Segmentation } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { countLabels, segmentNames, type SegmentName } from '../../core/domain/labels.ts';
import type { HostContext } from '../../host/context.ts';
import { loadVolume } from '../../host/pixels/index.ts';
import { loadLabels, openSegmentation, setLesionStates, storeRevision } from '../../host/segmentation/index.ts';
import { withKernels, type Kernels } from '../kernels.ts';
import { parseMaskLabels, readMask, sharedLabels, writeMask } from '../masks.ts';
import { print, say, table } from '../print.ts';
import { runModel, type ModelOptions } from './models.ts';
import { findSeries, withHost, type Session } from '../session.ts';
import { readJsonFile, UsageError } from '../usage.ts';
import { revisionVolumes, volumeLines } from '../volumes.ts';

interface SegmentOptions extends ModelOptions {
  readonly out?: string;
  readonly save: boolean;
  readonly confirm?: boolean;
  readonly labels: string;
  readonly strokes?: string;
  readonly liver?: string;
  readonly cut?: string;
  readonly sparse?: string;
  readonly segment?: SegmentName;
}

/** What a command works on: the labels are changed in place. */
interface Work {
  readonly context: HostContext;
  readonly seriesId: string;
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  readonly labels: Uint8Array<SharedArrayBuffer>;
  readonly cut: Cut | null;
  readonly kernels: Kernels;
}
interface Done {
  readonly action: RevisionAction;
  readonly cut: Cut | null;
}
type Algorithm = (work: Work, options: SegmentOptions) => Promise<Done>;

export function addSegmentCommands(program: Command): void {
  const segment = program.command('segment').description('assisted segmentation');
  const common = (command: Command): Command =>
    command
      .argument('<series>', 'id or SeriesInstanceUID')
      .option('--out <file>', 'mask as .nii or .nii.gz')
      .option('--save', 'store it as the next revision of the segmentation', false)
      .addOption(new Option('--labels <meaning>', 'of mask files').choices(['user', 'full']).default('user'));
  const strokes = 'JSON: {"strokes":[{"segment","radiusMm","pointsMm"}]} in patient mm';
  common(segment.command('liver').description('grows the liver, from strokes or by itself'))
    .option('--strokes <file>', `${strokes}; without it the liver is found by itself`)
    .option('--model <file>', 'your own ONNX model finds it: a file, or the name of one of "remnant models list"')
    .option(
      '--description <file>',
      'JSON that describes the file of --model; default: the one of the same name beside it',
    )
    .action(run(growLiver));
  common(segment.command('tumour').description('grows tumours from strokes'))
    .requiredOption('--strokes <file>', strokes)
    .option('--liver <file>', 'mask to begin with; without it the newest revision')
    .option('--confirm', 'with --save: you have looked at the lesions, so that they are subtracted', false)
    .action(run(growTumour));
  common(segment.command('flr').description('divides the liver by a cut'))
    .requiredOption('--cut <file>', 'JSON: {"surfaces":[{"pointsMm"}],"flrSide"} in patient mm')
    .option('--liver <file>', 'mask to begin with; without it the newest revision')
    .action(run(divide));
  common(program.command('interpolate').description('fills the slices between drawn ones'))
    .requiredOption('--sparse <file>', 'mask drawn on some slices')
    .addOption(new Option('--segment <name>', 'only this one; default: all that are drawn').choices(segmentNames))
    .action(run(interpolate));
}

const growLiver: Algorithm = async (work, options) => {
  const { hu, geometry, labels, cut, kernels } = work;
  if (options.model !== undefined) {
    if (options.strokes !== undefined) throw new UsageError('A model takes no strokes: give --model or --strokes.');
    return runModel(work, options);
  }
  if (options.strokes === undefined) {
    const { confidence } = await kernels.run('Finding the liver', 'growLiverAutomatically', {
      hu,
      geometry,
      labels,
      cut,
    });
    const parameters = { confidencePct: Math.round(100 * confidence.overall) };
    return { action: { title: 'Find liver', tool: 'find-liver@1', parameters }, cut };
  }
  const strokes = await readStrokes(options.strokes);
  await kernels.run('Growing the liver', 'growLiver', { hu, geometry, labels, strokes, cut });
  return { action: strokesAction('Grow liver', 'grow-liver@1', strokes), cut };
};

const growTumour: Algorithm = async ({ hu, geometry, labels, cut, kernels }, options) => {
  const strokes = await readStrokes(options.strokes);
  await kernels.run('Growing tumours', 'growTumour', { hu, geometry, labels, strokes, cut });
  return { action: strokesAction('Grow tumour', 'grow-tumour@1', strokes), cut };
};

const divide: Algorithm = async ({ geometry, labels, kernels }, options) => {
  const cut = await readJsonFile(cutSchema, options.cut!);
  if (!labels.some((label) => label > 0))
    throw new RemnantError(
      'refused',
      'There is no liver to divide: give --liver FILE, or segment and --save the liver first.',
    );
  await kernels.run('Dividing the liver', 'divide', { labels, geometry, cut });
  return { action: { title: 'Divide liver', tool: 'divide@1', parameters: { surfaces: cut.surfaces.length } }, cut };
};

const interpolate: Algorithm = async ({ geometry, labels, cut, kernels }, { segment }) => {
  const holds: Readonly<Record<SegmentName, (label: number) => boolean>> = {
    liver: (label) => label > 0,
    tumour: (label) => label === 3 || label === 4,
    flr: (label) => label === 2,
  };
  const drawn = segmentNames.filter((name) => (segment === undefined || name === segment) && labels.some(holds[name]));
  if (drawn.length === 0) throw new RemnantError('refused', 'Nothing is drawn that could be interpolated.');
  for (const name of drawn) {
    await kernels.run(`Interpolating ${name}`, 'interpolate', { labels, geometry, segment: name, cut });
  }
  return { action: { title: `Interpolate ${drawn.join(', ')}`, tool: 'interpolate@1', parameters: {} }, cut };
};

function strokesAction(title: string, tool: string, strokes: readonly Stroke[]): RevisionAction {
  return { title: `${title} from ${strokes.length} strokes`, tool, parameters: { strokes: strokes.length } };
}

const readStrokes = async (path: string | undefined): Promise<Stroke[]> =>
  (await readJsonFile(strokesFile, path!)).strokes;

const run = (algorithm: Algorithm) => (series: string, options: SegmentOptions, command: Command) => {
  if (options.out === undefined && !options.save)
    throw new UsageError('Say where the result goes: --out FILE, --save, or both.');
  if (options.confirm === true && !options.save)
    throw new UsageError('--confirm needs --save: it confirms what is stored.');
  return withHost(command, (session) => runAlgorithm(session, series, options, algorithm));
};

async function runAlgorithm(
  { context, json }: Session,
  seriesText: string,
  options: SegmentOptions,
  algorithm: Algorithm,
): Promise<void> {
  const { id: seriesId } = findSeries(context, seriesText);
  const meaning = parseMaskLabels(options.labels);
  const { geometry, hu } = await loadVolume(context, seriesId);
  const segmentation = openSegmentation(context, { seriesId });
  const labels = await startingLabels(context, geometry, segmentation.head, options, meaning);
  const cut = segmentation.head?.cut ?? null;
  const done = await withKernels((kernels) =>
    algorithm({ context, seriesId, hu, geometry, labels, cut, kernels }, options),
  );
  const revision = options.save ? await store(context, segmentation, labels, done, options.confirm ?? false) : null;
  const origin = revision ? { seriesId, revisionId: revision.id } : { seriesId, tool: done.action.tool };
  if (options.out !== undefined) await writeMask(context, options.out, { geometry, labels, meaning }, origin);
  const { volumesMl, warning } = revisionVolumes(revision ?? { counts: countLabels(labels), lesions: null }, geometry);
  if (warning !== null) say(`${warning} "remnant lesions confirm" confirms them.`);
  print(json, { seriesId, volumesMl, warning, revision, file: options.out ?? null }, () =>
    table(volumeLines(volumesMl)),
  );
}

/** As the next revision; what was confirmed at once is one more, so that the trail tells the two apart. */
async function store(
  context: HostContext,
  { id: segmentationId, head }: Segmentation,
  labels: Uint8Array,
  done: Done,
  confirm: boolean,
): Promise<Revision> {
  const parentRevisionId = head?.id ?? null;
  const stored = await storeRevision(context, { segmentationId, parentRevisionId, labels, ...done });
  return confirm ? setLesionStates(context, { segmentationId, numbers: 'all', state: 'confirmed' }) : stored;
}

/** A mask file that was named, else the newest revision, else nothing drawn. */
async function startingLabels(
  context: HostContext,
  geometry: VolumeGeometry,
  head: Revision | null,
  { liver, sparse }: SegmentOptions,
  meaning: MaskLabels,
): Promise<Uint8Array<SharedArrayBuffer>> {
  const file = liver ?? sparse;
  if (file !== undefined) return readMask(file, geometry, meaning);
  const labels = sharedLabels(geometry);
  if (head) labels.set(loadLabels(context, head.id).labels);
  return labels;
}
