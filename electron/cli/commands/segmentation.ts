/** segmentation list, import, export */
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import { segmentationFormats, type SegmentationFormat } from '../../core/contract/exports.ts';
import { segmentNames, type SegmentName } from '../../core/domain/labels.ts';
import { segmentParts, type NamedParts } from '../../core/domain/segmentParts.ts';
import { exportSegmentation } from '../../host/export/index.ts';
import { getSeries, listSeries } from '../../host/library/index.ts';
import { countingSegmentation } from '../../host/readings/index.ts';
import { importMask, listSegmentations, loadLabels } from '../../host/segmentation/index.ts';
import type { HostContext } from '../../host/context.ts';
import type { Segmentation } from '../../core/contract/segmentation.ts';
import { parseMaskLabels, writeMask } from '../masks.ts';
import { print, say, table } from '../print.ts';
import { findSeries, withHost } from '../session.ts';
import { parseNumber, UsageError } from '../usage.ts';
import { revisionVolumes, volumeLines } from '../volumes.ts';
import { copyExport } from './results.ts';

const labelsOption = (): Option =>
  new Option('--labels <meaning>', 'user: liver 1, tumour 2, FLR 3; full: the labels 0 to 6')
    .choices(['user', 'full'])
    .default('user');

export function addSegmentationCommands(program: Command): void {
  const segmentation = program.command('segmentation').description('stored segmentations');
  segmentation.command('list').action((_: unknown, command: Command) =>
    withHost(command, ({ context, json }) => {
      const segmentations = listSegmentations(context);
      print(json, { segmentations }, () =>
        segmentations.length === 0
          ? 'There are no segmentations yet.'
          : table(
              segmentations.map(({ id, seriesId, head }) => ({
                id,
                series: seriesId,
                revision: head?.number,
                last: head?.action.title,
              })),
            ),
      );
    }),
  );
  segmentation
    .command('import')
    .description('a mask from NIfTI, NRRD, DICOM SEG or RT Structure Set becomes the next revision')
    .argument('<series>', 'id or SeriesInstanceUID')
    .argument('<file>')
    .addOption(labelsOption())
    .option(
      '--map <name=part...>',
      `what a segment, or value, is that its name doesn't tell: ${segmentParts.join(', ')}`,
    )
    .option('--add', 'to what is drawn, instead of in its place')
    .option('--threshold <percent>', 'from which part of the maximum fractional segments count', '50')
    .action((series: string, file: string, options: ImportOptions, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const named = parseNamedParts(options.map ?? []);
        const threshold = parseThreshold(options.threshold);
        const { id: seriesId, geometry } = findSeries(context, series);
        const labels = parseMaskLabels(options.labels);
        const path = resolve(file);
        const keepDrawn = options.add ?? false;
        if (keepDrawn && labels === 'full')
          throw new UsageError('--add is for segments; --labels full is a whole drawing.');
        const revision = await importMask(context, { seriesId, path, labels, named, threshold, keepDrawn });
        const { notes } = revision.action.parameters;
        if (notes !== undefined) say(String(notes));
        const { volumesMl } = revisionVolumes(revision, geometry!);
        print(json, { seriesId, revision, volumesMl }, () => table(volumeLines(volumesMl)));
      }),
    );
  segmentation
    .command('export')
    .description('the newest revision as a file')
    .argument('<id>', 'of the segmentation, or its series')
    .addOption(new Option('--format <format>').choices(segmentationFormats).default('seg'))
    .addOption(new Option('--segment <segment>', 'whose surface an STL holds').choices(segmentNames).default('liver'))
    .requiredOption('--out <file>')
    .addOption(labelsOption())
    .action((id: string, options: ExportOptions, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const { id: segmentationId, seriesId, head } = findSegmentation(context, id);
        if (options.format === 'nifti' && options.labels === 'user') {
          const { geometry } = getSeries(context, { seriesId });
          if (!head || !geometry) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
          const { labels } = loadLabels(context, head.id);
          await writeMask(
            context,
            options.out,
            { geometry, labels, meaning: 'user' },
            { seriesId, revisionId: head.id },
          );
          print(json, { file: options.out, revisionId: head.id }, () => options.out);
          return;
        }
        const { format, segment } = options;
        const exported = await exportSegmentation(context, { segmentationId, format, segment });
        const file = await copyExport(context, exported, options.out);
        print(json, { ...file, revisionId: head?.id }, () => options.out);
      }),
    );
}

interface ExportOptions {
  readonly format: SegmentationFormat;
  readonly segment: SegmentName;
  readonly out: string;
  readonly labels: string;
}

interface ImportOptions {
  readonly labels: string;
  readonly map?: string[];
  readonly add?: boolean;
  readonly threshold: string;
}

/** `Segment_1=liver` */
function parseNamedParts(texts: readonly string[]): NamedParts {
  const pairs = texts.map((text) => {
    const [, name, part] = /^(.+)=(\w+)$/.exec(text) ?? [];
    const known = segmentParts.find((each) => each === part);
    if (name === undefined || known === undefined)
      throw new UsageError(`--map is NAME=PART with a part of ${segmentParts.join(', ')}, but is "${text}".`);
    return [name, known] as const;
  });
  return Object.fromEntries(pairs);
}

function parseThreshold(text: string): number {
  const percent = parseNumber('--threshold', text);
  if (!(percent > 0 && percent <= 100)) throw new UsageError('--threshold is a percentage above 0, at most 100.');
  return percent / 100;
}

/** By its own id, or the reading that counts by the id or UID of its series. @throws RemnantError 'not_found' */
function findSegmentation(context: HostContext, text: string): Segmentation {
  const bySeries = listSeries(context).filter(({ id, seriesInstanceUid }) => id === text || seriesInstanceUid === text);
  const counting = bySeries.map((series) => countingSegmentation(context, series.id)?.segmentationId);
  const found = listSegmentations(context).find(({ id }) => id === text || counting.includes(id));
  if (!found)
    throw new RemnantError('not_found', `There is no segmentation ${text}; "remnant segmentation list" lists them.`);
  return found;
}
