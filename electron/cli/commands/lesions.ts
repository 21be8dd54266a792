/** lesions: list, confirm, unconfirm */
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import { Label } from '../../core/domain/labels.ts';
import { lesionSide, type LesionState } from '../../core/domain/lesions.ts';
import type { HostContext } from '../../host/context.ts';
import { loadVolume } from '../../host/pixels/index.ts';
import { lesionsOfRevision, loadLabels, openSegmentation, setLesionStates } from '../../host/segmentation/index.ts';
import { withKernels } from '../kernels.ts';
import { print, say, table } from '../print.ts';
import { findSeries, withHost, type Session } from '../session.ts';
import { parseNumber, UsageError } from '../usage.ts';
import { revisionVolumes, volumeLines } from '../volumes.ts';

const SERIES = ['<series>', 'id or SeriesInstanceUID'] as const;

export function addLesionCommands(program: Command): void {
  const lesions = program
    .command('lesions')
    .description('lesions of the newest revision: volume, longest diameters, HU, side, proposed or confirmed')
    .argument(...SERIES)
    .action((series: string, _: unknown, command: Command) =>
      withHost(command, (session) => listLesions(session, series)),
    );
  const changes = [
    ['confirm', 'confirmed', 'confirm lesions that you have looked at: only those are subtracted'],
    ['unconfirm', 'proposed', 'take a confirmation back'],
  ] as const;
  for (const [name, state, description] of changes) {
    lesions
      .command(name)
      .description(description)
      .argument(...SERIES)
      .argument('[number...]')
      .option('--all', 'every lesion', false)
      .action((series: string, numbers: string[], { all }: { all: boolean }, command: Command) => {
        if (all === numbers.length > 0) throw new UsageError('Give the numbers of lesions, or --all.');
        const meant = all ? 'all' : numbers.map((text) => parseNumber('The number of a lesion', text));
        return withHost(command, (session) => changeStates(session, series, meant, state));
      });
  }
}

async function changeStates(
  { context, json }: Session,
  series: string,
  numbers: readonly number[] | 'all',
  state: LesionState,
): Promise<void> {
  const { id: seriesId, geometry } = findSeries(context, series);
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const revision = await setLesionStates(context, { segmentationId, numbers, state });
  const { volumesMl, warning } = revisionVolumes(revision, geometry!);
  if (warning !== null) say(warning);
  print(json, { seriesId, revision, volumesMl, warning }, () => table(volumeLines(volumesMl)));
}

async function listLesions({ context, json }: Session, series: string): Promise<void> {
  const { id: seriesId } = findSeries(context, series);
  const { head } = openSegmentation(context, { seriesId });
  if (head === null) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const lesions = await describe(context, seriesId, head);
  print(json, { seriesId, revisionId: head.id, lesions }, () =>
    lesions.length === 0 ? 'There are no lesions.' : table(lesions.map(lineOf)),
  );
}

/** Sides are null before the liver is divided. */
async function describe(context: HostContext, seriesId: string, { id: revisionId, counts }: Revision) {
  const { geometry, hu } = await loadVolume(context, seriesId);
  const { labels } = loadLabels(context, revisionId);
  const found = lesionsOfRevision(context, revisionId);
  const isDivided = [Label.flr, Label.tumourFlr, Label.otherFlr].some((label) => counts[label]! > 0);
  const measures = await withKernels((kernels) =>
    kernels.run('Measuring lesions', 'describeLesions', {
      hu,
      geometry,
      labels,
      lesions: found.map(({ lesion: { id }, piece }) => ({ id, piece })),
    }),
  );
  return found.map(({ lesion }, at) => {
    const { number, state } = lesion;
    return { number, state, side: isDivided ? lesionSide(lesion) : null, ...measures[at]! };
  });
}

const sideNames = { resected: 'resected part', flr: 'FLR', both: 'crosses the cut' } as const;

function lineOf(lesion: Awaited<ReturnType<typeof describe>>[number]) {
  const { number, state, side, volumeMl, longestAxial, shortAxial, longest3d, hu } = lesion;
  const shown = (value: number): number => Number(value.toFixed(1));
  return {
    lesion: number,
    state,
    'volume mL': shown(volumeMl),
    'longest axial mm': shown(longestAxial.lengthMm),
    'short axis mm': shown(shortAxial.lengthMm),
    'longest 3D mm': shown(longest3d.lengthMm),
    'mean HU': shown(hu.meanHu),
    'SD HU': shown(hu.sdHu),
    side: side && sideNames[side],
  };
}
