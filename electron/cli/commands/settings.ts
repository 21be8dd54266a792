/** settings */
import type { Command } from 'commander';
import type { Settings, SettingsChange } from '../../core/contract/settings.ts';
import { definedFields } from '../../core/domain/definedFields.ts';
import type { HostContext } from '../../host/context.ts';
import { getSettings, setSettings } from '../../host/settings/index.ts';
import { listSites } from '../../host/trial/index.ts';
import { print } from '../print.ts';
import { withHost } from '../session.ts';
import { UsageError } from '../usage.ts';
import { siteIdOf } from './subject.ts';

const switches: Readonly<Record<string, boolean>> = { on: true, off: false };

interface Options {
  readonly deidentify?: string;
  readonly protocol?: string;
  readonly site?: string;
}

export function addSettingsCommand(program: Command): void {
  program
    .command('settings')
    .description('show or change what the site has decided for this data folder')
    .option('--deidentify <on|off>', 'take the patient out of every file that is imported')
    .option('--protocol <id>', 'of new subjects')
    .option('--site <code>', 'of new subjects')
    .action((options: Options, command: Command) =>
      withHost(command, ({ context, json }) => {
        const change = changeOf(context, options);
        const settings = Object.keys(change).length === 0 ? getSettings(context) : setSettings(context, change);
        print(json, settings, () => readable(context, settings));
      }),
    );
}

const changeOf = (context: HostContext, { deidentify, protocol, site }: Options): SettingsChange =>
  definedFields({
    deidentifyOnImport: deidentify === undefined ? undefined : parseSwitch(deidentify),
    protocolId: protocol,
    siteId: site === undefined ? undefined : siteIdOf(context, site),
  });

const readable = (context: HostContext, { deidentifyOnImport, protocolId, siteId }: Settings): string =>
  [
    `de-identify on import: ${deidentifyOnImport ? 'on' : 'off'}`,
    `protocol of new subjects: ${protocolId}`,
    `site of new subjects: ${listSites(context).find(({ id }) => id === siteId)?.code ?? 'none'}`,
  ].join('\n');

function parseSwitch(text: string): boolean {
  const on = switches[text];
  if (on === undefined) throw new UsageError('--deidentify is on or off.');
  return on;
}
