import { RemnantError } from '../core/contract/errors.ts';

/** The first Node whose Node-API has what better-sqlite3 calls; an older one crashes without a word when the addon is used. */
const NEEDED = [22, 14] as const;

/** @throws RemnantError 'unsupported' with one sentence. Call it before anything loads the addon. */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  throw new RemnantError(
    'unsupported',
    `Remnant needs Node ${NEEDED.join('.')} or newer for its database; this is Node ${version}.`,
  );
}
