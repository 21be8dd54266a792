/** import, series, volume */
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import { timePointKind, type TimePointKind } from '../../core/contract/trial.ts';
import { exportVolume } from '../../host/export/index.ts';
import { getSeries, importPaths, listSeries } from '../../host/library/index.ts';
import { loadVolume } from '../../host/pixels/index.ts';
import { setTimePoint } from '../../host/trial/index.ts';
import { print, say, table } from '../print.ts';
import { findSeries, findSubject, withHost, type Session } from '../session.ts';
import { parseInput, UsageError } from '../usage.ts';

export function addLibraryCommands(program: Command): void {
  program
    .command('import')
    .description('import folders and files')
    .argument('<path...>')
    .option('--in-place', 'leave the files where they are instead of copying them into the data folder', false)
    .option('--subject <code>', 'with --timepoint: makes the imported series the CT of this subject')
    .option('--timepoint <kind>', timePointKind.options.join(', '))
    .action((paths: string[], options: ImportOptions, command: Command) =>
      withHost(command, (session) => runImport(session, paths, options)),
    );
  program
    .command('series')
    .description('list the library')
    .action((_: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const all = listSeries(context).map(describeSeries);
        print(json, { series: all }, () => seriesTable(all));
      }),
    );
  program
    .command('volume')
    .description('write the HU volume of a series as NIfTI')
    .argument('<series>', 'id or SeriesInstanceUID')
    .requiredOption('--out <file>', '.nii or .nii.gz')
    .action((series: string, { out }: { out: string }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const { id: seriesId } = findSeries(context, series);
        const { geometry, hu } = await loadVolume(context, seriesId);
        await exportVolume(context, out, { geometry, data: hu }, { kind: 'volume_nifti', seriesId });
        print(json, { file: out, dims: geometry.dims, spacingMm: geometry.spacingMm }, () => out);
      }),
    );
}

interface ImportOptions {
  readonly inPlace: boolean;
  readonly subject?: string;
  readonly timepoint?: string;
}

async function runImport({ context, json }: Session, paths: readonly string[], options: ImportOptions): Promise<void> {
  const target = assignment(options);
  const subject = target && findSubject(context, target.code);
  const report = await importPaths(context, { paths, inPlace: options.inPlace });
  const found = report.seriesIds.map((seriesId) => getSeries(context, { seriesId }));
  const shown = found.map(describeSeries);
  const { imported, alreadyThere, skipped } = report;
  print(json, { series: shown, imported, alreadyThere, skipped }, () =>
    [
      ...(shown.length > 0 ? [seriesTable(shown)] : []),
      `${imported} imported, ${alreadyThere} there already, ${skipped.length} skipped`,
      ...skipped.map(({ path, outcome, reason }) => `${outcome.replaceAll('_', ' ')} ${path}: ${reason}`),
    ].join('\n'),
  );
  if (found.length === 0)
    throw new RemnantError(
      'refused',
      skipped.length === 0
        ? 'There are no files in that place; name the folder that holds the CT files.'
        : 'No CT images were found there; the reasons are listed above.',
    );
  if (target && subject) {
    const usable = found.filter(({ geometryStatus }) => geometryStatus !== 'refused');
    if (usable.length !== 1)
      throw new RemnantError(
        'refused',
        `${usable.length} of the series can make a volume, so it is not clear which one is meant; use "remnant timepoint set".`,
      );
    setTimePoint(context, { subjectId: subject.id, kind: target.kind, seriesId: usable[0]!.id });
    say(`${usable[0]!.id} is the ${target.kind} CT of ${subject.code}.`);
  }
}

function assignment({ subject, timepoint }: ImportOptions): { code: string; kind: TimePointKind } | null {
  if (subject === undefined && timepoint === undefined) return null;
  if (subject === undefined || timepoint === undefined)
    throw new UsageError('--subject and --timepoint belong together.');
  return { code: subject, kind: parseInput(timePointKind, timepoint) };
}

export type DescribedSeries = ReturnType<typeof describeSeries>;

export function describeSeries(series: Series) {
  const { geometry, geometryStatus, problems, ...rest } = series;
  return {
    ...rest,
    dims: geometry?.dims ?? null,
    spacingMm: geometry?.spacingMm ?? null,
    geometry: { status: geometryStatus, problems },
  };
}

const seriesTable = (all: readonly DescribedSeries[]): string =>
  all.length === 0
    ? 'The library is empty.'
    : [
        table(
          all.map(({ id, acquisitionDate, description, part, phase, dims, spacingMm, geometry }) => ({
            id,
            date: acquisitionDate,
            description: part === '' ? description : `${description} (${part})`,
            phase: phase.confirmed ?? (phase.proposed && `${phase.proposed}?`),
            voxels: dims?.join(' x '),
            'spacing mm': spacingMm?.map((mm) => Number(mm.toFixed(5))).join(' x '),
            geometry: geometry.status,
          })),
        ),
        ...all.flatMap(({ id, geometry }) => geometry.problems.map(({ message }) => `${id}: ${message}`)),
      ].join('\n');
