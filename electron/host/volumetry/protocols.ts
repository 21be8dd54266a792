/**
 * Trial protocols are files: those that come with the program (resources/protocols) and a site's own in its data folder (`protocols/*.json`),
 * which win over the program's of the same id. This is the only reader.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import { protocol, type Protocol } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { digestOfVersion, insertProtocolFile, isKnownProtocol, newestUse } from '../db/tables/protocolFile.ts';
import { digestInputs } from './digest.ts';

/** A protocol with the file it was read from. */
interface LoadedProtocol {
  readonly protocol: Protocol;
  readonly source: 'program' | 'site';
  readonly fileName: string;
  /** Of the canonical JSON. */
  readonly sha256: string;
}
type Loaded = ReadonlyMap<string, LoadedProtocol>;

let ofProgram: Loaded | undefined;
/** Read once for each opened store; a changed file is taken at the next start. */
const ofStores = new WeakMap<HostContext['db'], Loaded>();

/** A site's own protocol files. */
export const siteProtocolsFolder = ({ folder }: Pick<HostContext, 'folder'>): string => join(folder.root, 'protocols');

/** A protocol as it comes with the program; undefined for an id that it doesn't have. */
export const programProtocol = (id: string): Protocol | undefined => programProtocols().get(id)?.protocol;

/** All protocols of a data folder by id. @throws RemnantError 'refused' when one of the site's files is not valid. */
function protocolsOf(context: HostContext): Loaded {
  const known = ofStores.get(context.db);
  if (known) return known;
  const loaded = new Map([...programProtocols(), ...readProtocols(siteProtocolsFolder(context), 'site')]);
  ofStores.set(context.db, loaded);
  return loaded;
}

const programProtocols = (): Loaded => (ofProgram ??= readProtocols(programFolder(), 'program'));

/** By id. @throws RemnantError 'not_found' for an unknown id, 'refused' when one of the site's files is not valid. */
export function protocolOf(context: HostContext, id: string): Protocol {
  const found = protocolsOf(context).get(id);
  if (!found)
    throw new RemnantError(
      'not_found',
      `There is no protocol ${id}; put its file into the folder protocols of the data folder.`,
    );
  return found.protocol;
}

/** The protocol of a subject. */
export const protocolFor = (context: HostContext, subject: { readonly protocolId: string }): Protocol =>
  protocolOf(context, subject.protocolId);

/** All that subjects can belong to, by name. */
export const listProtocols = (context: HostContext): Protocol[] =>
  [...protocolsOf(context).values()].map((each) => each.protocol).toSorted((a, b) => a.name.localeCompare(b.name));

/**
 * Keeps the protocol that results stand on, the first time its version is used here, with its audit row.
 * @throws RemnantError 'refused' when a site's file was changed under the version that results were computed by before.
 */
export function keepProtocol(context: HostContext, { id }: Pick<Protocol, 'id'>): void {
  const found = protocolsOf(context).get(id);
  if (!found) return;
  const { protocol: content, source, fileName, sha256 } = found;
  const key = { id, version: content.version, sha256 };
  if (isKnownProtocol(context.db, key)) return;
  const before = digestOfVersion(context.db, key);
  if (source === 'site' && before !== null)
    throw new RemnantError(
      'refused',
      `The protocol file ${fileName} was changed but still says version ${content.version}; give it a new version.`,
    );
  const loadedAt = context.now().toISOString();
  const oldValue = newestUse(context.db, key);
  context.change((record) => {
    insertProtocolFile(context.db, { ...key, source, fileName, loadedAt, content });
    const newValue = { ...key, source, fileName };
    record({ action: 'protocol change', entity: 'protocol', entityId: id, ...(oldValue && { oldValue }), newValue });
  });
}

/** The protocol files of a folder by id, none where there is no folder; a file that isn't valid stops all, because verdicts stand on it. */
export function readProtocols(folder: string, source: LoadedProtocol['source']): Loaded {
  if (!existsSync(folder)) return new Map();
  const loaded = new Map<string, LoadedProtocol>();
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  for (const fileName of files) {
    const read = readProtocol(join(folder, fileName), fileName, source);
    const twin = loaded.get(read.id);
    if (twin)
      throw new RemnantError('refused', `The protocol files ${twin.fileName} and ${fileName} have the same id.`);
    loaded.set(read.id, { protocol: read, source, fileName, sha256: digestInputs(read) });
  }
  return loaded;
}

function readProtocol(file: string, fileName: string, source: LoadedProtocol['source']): Protocol {
  const advice = source === 'site' ? 'correct it or take it out of the folder protocols' : 'install Remnant again';
  const refuse = (why: string, cause?: unknown): RemnantError =>
    new RemnantError('refused', `The protocol file ${fileName} is not valid (${why}); ${advice}.`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refuse('it is not JSON', error);
  }
  const parsed = protocol.safeParse(json);
  if (parsed.success) return parsed.data;
  throw refuse(firstProblem(parsed.error), parsed.error);
}

function firstProblem({ issues: [first] }: z.ZodError): string {
  if (!first) return 'its content';
  const place = first.path.join('.');
  const message = first.message.replace(/\.$/, '');
  return place === '' ? message : `${place}: ${message}`;
}

/** The same folder serves the sources and the built form, which lie at different depths. */
function programFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'resources', 'protocols');
    if (existsSync(candidate)) return candidate;
  }
  throw new RemnantError('internal', 'The protocol files are missing; install Remnant again.');
}
