/** join, separate, resample, phase, check: what a person decides about series */
import type { Command } from 'commander';
import { contrastPhase, resampleKind } from '../../core/contract/library.ts';
import {
  checkOriginals,
  confirmPhase,
  getSeries,
  joinOffers,
  joinSeries,
  resample,
  separateSeries,
} from '../../host/library/index.ts';
import { print } from '../print.ts';
import { findSeries, withHost } from '../session.ts';
import { parseInput } from '../usage.ts';
import { describeSeries } from './library.ts';

export function addSeriesChangeCommands(program: Command): void {
  program
    .command('join')
    .description('make one volume of several series; without any, list those that would make one')
    .argument('[series...]', 'ids or SeriesInstanceUIDs')
    .action((series: string[], _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        if (series.length === 0) {
          const offers = joinOffers(context);
          print(json, { offers }, () =>
            offers.map((offer) => `${offer.seriesIds.join(' ')}: ${offer.statement}`).join('\n'),
          );
          return;
        }
        const joined = joinSeries(context, { seriesIds: series.map((each) => findSeries(context, each).id) });
        print(json, describeSeries(joined), () => joined.id);
      }),
    );
  program
    .command('separate')
    .description('take a join back')
    .argument('<series>', 'id or SeriesInstanceUID')
    .action((series: string, _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const { seriesIds } = separateSeries(context, { seriesId: findSeries(context, series).id });
        const found = seriesIds.map((seriesId) => describeSeries(getSeries(context, { seriesId })));
        print(json, { series: found }, () => seriesIds.join('\n'));
      }),
    );
  program
    .command('resample')
    .description('compute a tilted or irregular series onto a regular grid, or a large one at half size')
    .argument('<series>', 'id or SeriesInstanceUID')
    .option('--kind <kind>', resampleKind.options.join(', '), 'regular_grid')
    .action((series: string, { kind }: { kind: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const computed = resample(context, {
          seriesId: findSeries(context, series).id,
          kind: parseInput(resampleKind, kind),
        });
        print(json, describeSeries(computed), () => computed.id);
      }),
    );
  program
    .command('phase')
    .description('say which contrast phase a series shows')
    .argument('<series>', 'id or SeriesInstanceUID')
    .argument('<phase>', contrastPhase.options.join(', '))
    .action((series: string, phase: string, _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const seriesId = findSeries(context, series).id;
        const confirmed = confirmPhase(context, { seriesId, phase: parseInput(contrastPhase, phase) });
        print(json, describeSeries(confirmed), () => `${confirmed.id}: ${phase}`);
      }),
    );
  program
    .command('check')
    .description('read the files of a series again and name those that are missing or have changed')
    .argument('<series>', 'id or SeriesInstanceUID')
    .action((series: string, _: unknown, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const found = await checkOriginals(context, { seriesId: findSeries(context, series).id });
        print(json, found, () =>
          [
            ...found.missing.map((name) => `missing: ${name}`),
            ...found.changed.map((name) => `changed: ${name}`),
            ...(found.missing.length + found.changed.length === 0 ? ['All files are as they were imported.'] : []),
          ].join('\n'),
        );
      }),
    );
}
