/** Protocols are files of resources/protocols; this is the only reader. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import { protocol, type Protocol } from '../../core/domain/protocol.ts';

/** The trial that subjects belong to, as long as a data folder holds one trial. */
export const DEFAULT_PROTOCOL_ID = 'dragon2';

let loaded: ReadonlyMap<string, Protocol> | undefined;

/** @throws RemnantError 'not_found' for an unknown id, 'internal' when the installation's files are damaged. */
export function loadProtocol(id: string = DEFAULT_PROTOCOL_ID): Protocol {
  loaded ??= readProtocols(protocolsFolder());
  const found = loaded.get(id);
  if (!found) throw new RemnantError('not_found', `There is no protocol ${id}.`);
  return found;
}

/** All protocol files of a folder by id; a file that doesn't fit the schema stops everything, because verdicts stand on it. */
export function readProtocols(folder: string): ReadonlyMap<string, Protocol> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const protocols = files.map((name) => {
    const parsed = protocol.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    if (!parsed.success)
      throw new RemnantError('internal', `The protocol file ${name} is not valid; install Remnant again.`, {
        cause: parsed.error,
      });
    return parsed.data;
  });
  return new Map(protocols.map((each) => [each.id, each]));
}

/** The same folder serves the sources and the built form, which lie at different depths. */
function protocolsFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'resources', 'protocols');
    if (existsSync(candidate)) return candidate;
  }
  throw new RemnantError('internal', 'The protocol files are missing; install Remnant again.');
}
