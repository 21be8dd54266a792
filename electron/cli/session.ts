/** What every command needs: the host on the data folder, and what the person said by name. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../core/contract/errors.ts';
import type { Series } from '../core/contract/library.ts';
import type { Subject } from '../core/contract/trial.ts';
import type { MethodId } from '../core/domain/permissions.ts';
import type { HostContext } from '../host/context.ts';
import { listSeries } from '../host/library/index.ts';
import { openHost, type Host, type HostSession } from '../host/open.ts';
import { subjectOfCode } from '../host/trial/index.ts';
import { readPassword } from './password.ts';
import { say } from './print.ts';
import { needsOf } from './rights.ts';
import { UsageError } from './usage.ts';

export interface GlobalOptions {
  readonly data?: string;
  readonly json: boolean;
  /** Login name, where there are accounts. */
  readonly user?: string;
}

export interface Session {
  readonly host: Host;
  /** Of the person who gave the command. */
  readonly context: HostContext;
  readonly handlers: HostSession['handlers'];
  readonly state: HostSession['state'];
  readonly json: boolean;
}

/** @throws UsageError when none was said */
export function dataFolderOf(command: Command): string {
  const dataFolder = command.optsWithGlobals<GlobalOptions>().data ?? process.env['REMNANT_DATA'];
  if (!dataFolder) throw new UsageError('Say which data folder to use: --data DIR (or the variable REMNANT_DATA).');
  return dataFolder;
}

/** Opens the host, signs in where there are accounts, does the work, closes the host again, whatever happens. */
export async function withHost(command: Command, work: (session: Session) => Promise<void> | void): Promise<void> {
  const { json, user } = command.optsWithGlobals<GlobalOptions>();
  const dataFolder = dataFolderOf(command);
  const host = await openHost({ dataFolder, version: programVersion() });
  const stopReporting = reportJobs(host);
  const session = host.openSession();
  try {
    const needs = needsOf(command);
    const context = needs === null ? host.context : await admitted(session, user, needs);
    await work({ host, context, handlers: session.handlers, state: session.state, json });
  } finally {
    stopReporting();
    session.close();
    await host.close();
  }
}

/** @throws RemnantError 'refused' when nobody or the wrong person gives the command */
async function admitted(
  session: HostSession,
  user: string | undefined,
  needs: readonly MethodId[],
): Promise<HostContext> {
  await signIn(session, user);
  const [context] = needs.map((method) => session.admit(method));
  return context!;
}

/** @returns the password that was given; null where there are no accounts */
export async function signIn(
  session: Pick<HostSession, 'state' | 'handlers'>,
  user: string | undefined,
): Promise<string | null> {
  const hasAccounts = session.state().mode === 'accounts';
  if (!hasAccounts && user === undefined) return null;
  if (!hasAccounts) throw new RemnantError('refused', 'This data folder has no accounts; leave --user out.');
  if (user === undefined) {
    throw new RemnantError(
      'refused',
      'This data folder has accounts: say who you are with --user NAME, and give the password in the variable REMNANT_PASSWORD or on standard input.',
    );
  }
  const password = await readPassword('REMNANT_PASSWORD', `Password of ${user}:`);
  await session.handlers.accounts.signIn({ user, password });
  return password;
}

/** From the package.json above, at the depth of the sources as well as of the built form. */
export function programVersion(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'remnant' && typeof version === 'string') return version;
    } catch {
      // Not in this folder: look further up.
    }
  }
  throw new RemnantError('internal', 'The package.json of Remnant is missing; install it again.');
}

function reportJobs({ onEvent }: Host): () => void {
  let last = '';
  return onEvent('jobs.changed', ({ title, step, done, total }) => {
    const tenth = total > 0 ? Math.floor((10 * done) / total) : 0;
    const line = `${title}: ${step.replace(/\d.*$/, '').trim()}${total > 0 ? ` ${tenth * 10} %` : ''}`;
    if (line !== last) say(line);
    last = line;
  });
}

/** By id, or by SeriesInstanceUID where one series of it is a volume as it came. @throws RemnantError 'not_found' or 'conflict' */
export function findSeries(context: HostContext, text: string): Series {
  const all = listSeries(context);
  const named = all.filter(({ id }) => id === text);
  const ofUid = all.filter(({ seriesInstanceUid, derivedFrom }) => seriesInstanceUid === text && derivedFrom === null);
  const volumes = ofUid.filter(({ geometry }) => geometry !== null);
  const found = [named, volumes, ofUid].find(({ length }) => length > 0) ?? [];
  if (found.length > 1)
    throw new RemnantError(
      'conflict',
      `${found.length} series have the UID ${text}; use the id that "remnant series" lists.`,
    );
  if (!found[0])
    throw new RemnantError('not_found', `There is no series ${text}; "remnant series" lists what is there.`);
  return found[0];
}

/** By code. @throws RemnantError 'not_found' */
export function findSubject(context: HostContext, code: string): Subject {
  return subjectOfCode(context, code);
}
