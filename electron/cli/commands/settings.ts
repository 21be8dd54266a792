/** settings */
import type { Command } from 'commander';
import type { Settings } from '../../core/contract/settings.ts';
import { getSettings, setSettings } from '../../host/settings/index.ts';
import { print } from '../print.ts';
import { withHost } from '../session.ts';
import { UsageError } from '../usage.ts';

const switches: Readonly<Record<string, boolean>> = { on: true, off: false };

export function addSettingsCommand(program: Command): void {
  program
    .command('settings')
    .description('show or change what the site has decided for this data folder')
    .option('--deidentify <on|off>', 'take the patient out of every file that is imported')
    .action(({ deidentify }: { deidentify?: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const settings = deidentify === undefined ? getSettings(context) : setSettings(context, parse(deidentify));
        print(json, settings, () => `de-identify on import: ${settings.deidentifyOnImport ? 'on' : 'off'}`);
      }),
    );
}

function parse(text: string): Settings {
  const deidentifyOnImport = switches[text];
  if (deidentifyOnImport === undefined) throw new UsageError('--deidentify is on or off.');
  return { deidentifyOnImport };
}
