/** demo: the whole job on the generated patient, against its truth */
import { Option, type Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import { runDemo, type Demo } from '../demo.ts';
import { print, table } from '../print.ts';
import { withHost } from '../session.ts';
import { parseNumber, UsageError } from '../usage.ts';

/** What assisted segmentation must reach on the generated patient, in percent. */
const TOLERANCE_PCT = { tlv: 2, flr: 3 } as const;

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('the whole job on a generated patient, compared with the truth')
    .addOption(new Option('--spacing <mm>', 'coarser and faster, for tests').hideHelp())
    .action(({ spacing }: { spacing?: string }, command: Command) => {
      const spacingMm = spacing === undefined ? undefined : parseNumber('--spacing', spacing);
      if (spacingMm !== undefined && !(spacingMm >= 0.5 && spacingMm <= 8))
        throw new UsageError('--spacing must be 0.5 to 8 mm.');
      return withHost(command, async ({ context, json }) => {
        const demo = await runDemo(context, spacingMm);
        print(json, demo, () => readable(demo));
        judge(demo);
      });
    });
}

/** @throws RemnantError 'refused' when a volume is further from the truth than it may be. */
function judge({ timePoints }: Demo): void {
  const off = timePoints.flatMap(({ kind, volumes }) =>
    volumes.flatMap(({ quantity, errorPct }) => {
      if (quantity !== 'tlv' && quantity !== 'flr') return [];
      if (errorPct !== null && Math.abs(errorPct) <= TOLERANCE_PCT[quantity]) return [];
      return [`${kind} ${quantity} ${errorPct === null ? 'missing' : `${errorPct.toFixed(2)} %`}`];
    }),
  );
  if (off.length > 0) throw new RemnantError('refused', `Too far from the truth: ${off.join(', ')}.`);
}

const readable = ({ subjectCode, timePoints, growth, files }: Demo): string =>
  [
    `Subject ${subjectCode}`,
    table(
      timePoints.flatMap(({ kind, date, volumes }) =>
        volumes.map(({ quantity, truthMl, measuredMl, errorPct }) => ({
          'time point': kind,
          date,
          quantity,
          'truth mL': Number(truthMl.toFixed(1)),
          'measured mL': measuredMl === null ? null : Number(measuredMl.toFixed(1)),
          'error %': errorPct === null ? null : Number(errorPct.toFixed(2)),
        })),
      ),
    ),
    ...growth.map(({ name, printed, unit }) => `${name}: ${printed ?? '-'} ${unit}`),
    ...files.map((file) => `Exported ${file}`),
  ].join('\n');
