/** export, verify, report, missing */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import { packageOptions, paper, type Completeness, type SubmittedPackage } from '../../core/contract/package.ts';
import {
  completenessOfSubject,
  createPackage,
  openPackage,
  packageName,
  signingKey,
  verifyPackage,
  type VerifyReport,
} from '../../host/package/index.ts';
import { siteOverview, subjectReport } from '../../host/report/index.ts';
import { print, say, table } from '../print.ts';
import { findSubject, withHost } from '../session.ts';
import { parseInput, UsageError } from '../usage.ts';
import { copyExport } from './results.ts';

interface ExportOptions {
  readonly out: string;
  readonly zip?: true;
  readonly incomplete?: string;
  readonly replaces?: string;
  readonly withCt?: true;
  readonly pixelsAreClean?: true;
  readonly encryptTo?: string;
  readonly paper: string;
}
interface VerifyOptions {
  readonly identity?: string;
  readonly fingerprint?: string;
}

export function addPackageCommands(program: Command): void {
  program
    .command('missing')
    .description("what a subject's record still lacks before a package is complete")
    .argument('<subject>', 'code')
    .action((code: string, _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const found = completenessOfSubject(context, { subjectId: findSubject(context, code).id });
        print(json, found, () => readableCompleteness(found));
      }),
    );
  program
    .command('export')
    .description('the submission package of a subject: tables, ODM, segmentations, reports, all signed')
    .argument('<subject>', 'code')
    .requiredOption('--out <dir>', 'the package itself; with --zip or --encrypt-to the folder or file for the archive')
    .option('--zip', 'as one ZIP file')
    .option('--incomplete <reason>', 'why it is handed out although something is missing')
    .option('--replaces <reason>', 'why it replaces the package that was handed out before')
    .option('--with-ct', 'with the de-identified images')
    .option('--pixels-are-clean', 'you have looked: no name is drawn into the pixels')
    .option('--encrypt-to <keyfile>', "the trial office's public key (age): an encrypted ZIP file")
    .option('--paper <size>', 'of the report: a4 or letter', 'a4')
    .action((code: string, options: ExportOptions, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const made = await createPackage(
          context,
          await requestOf(code, options, findSubject(context, code).id, context.now()),
        );
        print(json, made, () => readablePackage(made));
      }),
    );
  program
    .command('verify')
    .description('checks a submission package; needs no data folder')
    .argument('<path>', 'folder, ZIP file or encrypted file')
    .option('--identity <file>', 'private key (age) that opens an encrypted package')
    .option('--fingerprint <hex>', 'the package must be signed by the workstation with this key')
    .action(async (path: string, { identity, fingerprint }: VerifyOptions, command: Command) => {
      const { json } = command.optsWithGlobals<{ readonly json: boolean }>();
      const source = await openPackage(path, identity === undefined ? undefined : await textOf(identity));
      try {
        const report = await verifyPackage(source, fingerprint?.toLowerCase());
        if (json || report.ok) print(json, report, () => readableReport(report));
        if (!report.ok) throw new RemnantError('refused', report.problem ?? 'The package is not right.');
      } finally {
        await source.close();
      }
    });
  program
    .command('report')
    .description('the report of a subject as PDF; without a subject that of the site')
    .argument('[subject]', 'code')
    .requiredOption('--out <file.pdf>')
    .option('--paper <size>', 'a4 or letter', 'a4')
    .action((code: string | undefined, options: { readonly out: string; readonly paper: string }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const size = parseInput(paper, options.paper);
        const exported =
          code === undefined
            ? await siteOverview(context, { paper: size })
            : await subjectReport(context, { subjectId: findSubject(context, code).id, paper: size });
        const file = await copyExport(context, exported, options.out);
        print(json, file, () => table([file]));
      }),
    );
  program
    .command('key')
    .description("the workstation's public key, by which the trial office knows its packages")
    .action((_: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const key = signingKey(context);
        print(json, key, () => `${key.publicKeyPem}Fingerprint (SHA-256): ${key.fingerprint}`);
      }),
    );
}

async function requestOf(code: string, options: ExportOptions, subjectId: string, now: Date) {
  const { out, zip, incomplete, replaces, withCt, pixelsAreClean, encryptTo, paper: size } = options;
  const parsed = parseInput(packageOptions, {
    withCt: withCt === true,
    pixelsAreClean: pixelsAreClean === true,
    incompleteReason: incomplete,
    replaceReason: replaces,
    recipient: encryptTo === undefined ? undefined : recipientIn(await textOf(encryptTo), encryptTo),
    paper: size,
  });
  const extension = encryptTo !== undefined ? '.zip.age' : zip ? '.zip' : null;
  const isFile = extension !== null && out.endsWith(extension.slice(extension.lastIndexOf('.')));
  const target = extension === null || isFile ? resolve(out) : resolve(out, `${packageName(code, now)}${extension}`);
  const form = encryptTo !== undefined ? ('encrypted' as const) : zip ? ('zip' as const) : ('folder' as const);
  let last = '';
  return {
    subjectId,
    options: parsed,
    target,
    form,
    progress: (_done: number, _total: number, step: string): void => {
      if (step !== last) say(step);
      last = step;
    },
  };
}

/** The first line that is no comment, as age writes its key files. */
function recipientIn(text: string, file: string): string {
  const found = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#'));
  if (found === undefined) throw new UsageError(`The file ${file} holds no public key of the age format.`);
  return found.trim();
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new UsageError(`The file ${file} can't be read.`);
  });
}

function readableCompleteness({ complete, items }: Completeness): string {
  const lines = items.map(
    ({ severity, statement }) => `${severity === 'missing' ? 'Missing' : 'Deviation'}: ${statement}`,
  );
  return [complete ? 'The record is complete.' : 'The record is not complete.', ...lines].join('\n');
}

const missingText = (count: number): string => (count === 1 ? '1 item is' : `${count} items are`);

const readablePackage = ({ name, form, byteCount, keyFingerprint, missingCount }: SubmittedPackage): string =>
  [
    `${name} (${form}, ${byteCount} bytes) was written, read back and verified.`,
    `Signed with the key ${keyFingerprint}.`,
    ...(missingCount === 0 ? [] : [`It is incomplete: ${missingText(missingCount)} missing.`]),
  ].join('\n');

function readableReport({ manifest, fingerprint, fileCount }: VerifyReport): string {
  if (!manifest) return 'The package is right.';
  const { subjectCode, protocol, createdAt, incompleteReason, missing, replaces } = manifest;
  const left = missing.filter(({ severity }) => severity === 'missing').length;
  return [
    `The package of ${subjectCode} (${protocol.name}, protocol version ${protocol.version}, ${createdAt}) is right: ${fileCount} files.`,
    `Signed with the key ${fingerprint ?? ''}.`,
    ...(incompleteReason === null ? [] : [`Incomplete, ${missingText(left)} missing: ${incompleteReason}`]),
    ...(replaces === null ? [] : [`Replaces the package of ${replaces.createdAt.slice(0, 10)}: ${replaces.reason}`]),
  ].join('\n');
}
