/** deidentify: the images of a series without its patient */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportDeidentifiedSeries } from '../../host/export/deidentifiedSeries.ts';
import { print } from '../print.ts';
import { findSeries, withHost } from '../session.ts';

export function addDeidentifyCommand(program: Command): void {
  program
    .command('deidentify')
    .description('write the images of a series without anything that says who the patient is (PS3.15)')
    .argument('<series>', 'id or SeriesInstanceUID')
    .requiredOption('--out <dir>', 'a new or empty folder')
    .option('--pixels-are-clean', 'you have looked: no name is drawn into the pixels', false)
    .action((series: string, options: { out: string; pixelsAreClean: boolean }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const { id } = findSeries(context, series);
        const out = resolve(options.out);
        const made = await exportDeidentifiedSeries(context, id, out, { pixelsAreClean: options.pixelsAreClean });
        print(json, { folder: out, ...made }, () => `${made.files} images as ${made.code} in ${options.out}`);
      }),
    );
}
