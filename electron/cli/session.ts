/** What every command needs: the host on the data folder, and what the person said by name. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../core/contract/errors.ts';
import type { Series } from '../core/contract/library.ts';
import type { Subject } from '../core/contract/trial.ts';
import type { HostContext } from '../host/context.ts';
import { listSeries } from '../host/library/index.ts';
import { openHost, type Host } from '../host/open.ts';
import { listSubjects } from '../host/trial/index.ts';
import { say } from './print.ts';
import { UsageError } from './usage.ts';

export interface GlobalOptions {
  readonly data?: string;
  readonly json: boolean;
}

export interface Session {
  readonly host: Host;
  readonly context: HostContext;
  readonly json: boolean;
}

/** Opens the host, does the work, closes the host again, whatever happens. */
export async function withHost(command: Command, work: (session: Session) => Promise<void> | void): Promise<void> {
  const { data, json } = command.optsWithGlobals<GlobalOptions>();
  const dataFolder = data ?? process.env['REMNANT_DATA'];
  if (!dataFolder) throw new UsageError('Say which data folder to use: --data DIR (or the variable REMNANT_DATA).');
  const host = await openHost({ dataFolder, version: programVersion() });
  const stopReporting = reportJobs(host);
  try {
    await work({ host, context: host.context, json });
  } finally {
    stopReporting();
    await host.close();
  }
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
  const found = listSubjects(context).find((subject) => subject.code === code);
  if (!found) throw new RemnantError('not_found', `There is no subject ${code}; "remnant subject add" makes one.`);
  return found;
}
