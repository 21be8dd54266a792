/** The `remnant` command: the host's services for scripts and site staff. */
import { Command, CommanderError } from 'commander';
import { RemnantError } from '../core/contract/errors.ts';
import { addAccountCommands } from './commands/accounts.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addServeCommand } from './commands/host.ts';
import { addDeidentifyCommand } from './commands/deidentify.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addLesionCommands } from './commands/lesions.ts';
import { addLibraryCommands } from './commands/library.ts';
import { addModelCommands } from './commands/models.ts';
import { addPackageCommands } from './commands/package.ts';
import { addReadingCommands } from './commands/readings.ts';
import { addResultCommands } from './commands/results.ts';
import { addSegmentCommands } from './commands/segment.ts';
import { addSegmentationCommands } from './commands/segmentation.ts';
import { addSeriesChangeCommands } from './commands/seriesChanges.ts';
import { addSettingsCommand } from './commands/settings.ts';
import { addSiteCommands, addSubjectCommands } from './commands/subject.ts';
import { addTrialCommands } from './commands/trial.ts';
import { say } from './print.ts';
import { programVersion } from './session.ts';
import { UsageError } from './usage.ts';

/** @param args without program and script. @returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    say(`remnant: ${describe(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

export function createProgram(): Command {
  const program = new Command('remnant')
    .description('Liver volumetry: from CT files to the volumes of total liver, tumour and future liver remnant.')
    .version(programVersion())
    .option('--data <dir>', 'data folder (default: the variable REMNANT_DATA)')
    .option('--json', 'print JSON', false)
    .option(
      '--user <name>',
      'who gives the command, where there are accounts; the password is read from REMNANT_PASSWORD or standard input',
    );
  addLibraryCommands(program);
  addSeriesChangeCommands(program);
  addDeidentifyCommand(program);
  addSegmentCommands(program);
  addSegmentationCommands(program);
  addModelCommands(program);
  addLesionCommands(program);
  addSiteCommands(program);
  addSubjectCommands(program);
  addTrialCommands(program);
  addReadingCommands(program);
  addResultCommands(program);
  addPackageCommands(program);
  addAuditCommands(program);
  addBackupCommands(program);
  addSettingsCommand(program);
  addAccountCommands(program);
  addDemoCommand(program);
  addServeCommand(program);
  speakPlainly(program);
  return program;
}

/** Errors are thrown, and said in one line; commander hands its settings only to subcommands that are made later. */
function speakPlainly(command: Command): void {
  command
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      outputError: (text, write) => {
        write(`remnant: ${text.replace(/^error: /, '').trim()}; --help says what there is.\n`);
      },
    });
  command.commands.forEach(speakPlainly);
}

function describe(error: unknown): string {
  if (error instanceof RemnantError || error instanceof UsageError) return error.message;
  const detail = process.env['REMNANT_DEBUG'] && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `Something went wrong in the program (set REMNANT_DEBUG=1 for details).${detail}`;
}
