/** backup, restore */
import type { Command } from 'commander';
import { createBackup, restoreBackup } from '../../host/backup/index.ts';
import { print, progressLine, say } from '../print.ts';
import { dataFolderOf, programVersion, withHost } from '../session.ts';

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('a whole copy of the data folder, read back and compared; also while nothing else has it open')
    .argument('<dir>', 'the folder that the backup will be; it must not be there yet')
    .option(
      '--without-keys',
      "leave out the site's key (who a code stands for) and the workstation's signing key",
      false,
    )
    .action((folder: string, { withoutKeys }: { withoutKeys: boolean }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const made = await createBackup(
          context,
          { folder, withKeys: !withoutKeys },
          { report: reporter(), checkpoint: () => undefined },
        );
        if (made.trailProblem !== null) say(`The audit trail was not right when it was copied: ${made.trailProblem}`);
        print(
          json,
          made,
          () => `${made.folder}: ${made.fileCount} files, ${made.byteCount} bytes, manifest ${made.manifestSha256}`,
        );
      }),
    );
  program
    .command('restore')
    .description('a data folder from a backup: --data names it, and it must be new or empty')
    .argument('<dir>', 'the backup')
    .action(async (from: string, _: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<{ json: boolean }>();
      const restored = await restoreBackup({
        from,
        into: dataFolderOf(command),
        version: programVersion(),
        report: reporter(),
      });
      if (restored.trailProblem !== null)
        say(`The audit trail was not right when it was copied: ${restored.trailProblem}`);
      print(
        json,
        restored,
        () =>
          `${restored.folder}: ${restored.fileCount} files, ${restored.entries} entries of the audit trail, all proven`,
      );
    });
}

/** One line per step and tenth. */
function reporter(): (progress: { done: number; total: number; step: string }) => void {
  const lines = new Map<string, (fraction: number) => void>();
  return ({ done, total, step }) => {
    const line = lines.get(step) ?? progressLine(step);
    lines.set(step, line);
    line(total === 0 ? 0 : done / total);
  };
}
