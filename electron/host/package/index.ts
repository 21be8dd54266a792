/** Submission packages: what is missing, what was handed out, and making one. */
import { join } from 'node:path';
import type { z } from 'zod';
import type { packageOptions, packageService, SubmittedPackage } from '../../core/contract/package.ts';
import type { HostContext } from '../context.ts';
import { packagesOf } from '../db/tables/package.ts';
import { getSubject } from '../trial/index.ts';
import { createPackage } from './create.ts';
import { openWorkstationKey } from './key.ts';

export { completenessOfSubject } from './completeness.ts';
export { createPackage } from './create.ts';
export { openPackage } from './verify/source.ts';
export { verifyPackage, type VerifyReport } from './verify/verify.ts';

/** Newest first. @throws RemnantError 'not_found' */
export function listPackages(context: HostContext, { subjectId }: { readonly subjectId: string }): SubmittedPackage[] {
  getSubject(context, { subjectId });
  return packagesOf(context.db, subjectId);
}

/** For the trial office, to know this workstation's packages by. @throws RemnantError 'io' */
export function signingKey({ folder }: HostContext): { publicKeyPem: string; fingerprint: string } {
  const { publicKeyPem, fingerprint } = openWorkstationKey(folder.root);
  return { publicKeyPem, fingerprint };
}

/** `NL01-007_20261123T143800Z`: distinct for every second, and sorted by time. */
export function packageName(code: string, at: Date): string {
  return `${code}_${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}`;
}

type StartInput = z.output<(typeof packageService)['methods']['start']['input']>;

/** A ZIP below `exports/` of the data folder, for the window to download. @throws RemnantError 'not_found'; the job fails as `createPackage` */
export function startPackage(context: HostContext, { subjectId, options }: StartInput): { jobId: string } {
  const { code } = getSubject(context, { subjectId });
  const { jobId } = context.jobs.start('package', `Package of ${code}`, async (control) => {
    await packageIntoExports(context, { subjectId, options }, (done, total, step) => {
      control.checkpoint();
      control.report({ done, total, step });
    });
  });
  return { jobId };
}

/** @throws RemnantError as `createPackage` */
export async function packageIntoExports(
  context: HostContext,
  { subjectId, options }: { readonly subjectId: string; readonly options: z.output<typeof packageOptions> },
  progress: (done: number, total: number, step: string) => void,
): Promise<SubmittedPackage> {
  const { code } = getSubject(context, { subjectId });
  const isEncrypted = options.recipient !== undefined;
  const fileName = `${packageName(code, context.now())}.zip${isEncrypted ? '.age' : ''}`;
  const target = join(context.folder.exports, fileName);
  return createPackage(context, {
    subjectId,
    options,
    target,
    form: isEncrypted ? 'encrypted' : 'zip',
    progress,
    exportedAs: { fileName, path: `exports/${fileName}` },
  });
}
