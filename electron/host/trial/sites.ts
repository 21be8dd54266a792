import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Site, siteInput } from '../../core/contract/trial.ts';
import { codeProblem } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { allSites, insertSite } from '../db/tables/site.ts';
import { getSettings } from '../settings/index.ts';
import { protocolOf } from '../volumetry/protocols.ts';

/** By code. */
export const listSites = (context: HostContext): Site[] => allSites(context.db);

/** @throws RemnantError 'conflict' when the code is taken, 'invalid_input' when the protocol has another pattern for codes */
export function addSite(context: HostContext, input: z.output<typeof siteInput>): Site {
  const problem = codeProblem(protocolOf(context, getSettings(context).protocolId), 'site', input.code);
  if (problem !== null) throw new RemnantError('invalid_input', problem);
  const site: Site = { id: context.newId(), ...input, createdAt: context.now().toISOString() };
  context.change((record) => {
    if (allSites(context.db).some(({ code }) => code === site.code))
      throw new RemnantError('conflict', `There is a site ${site.code} already.`);
    insertSite(context.db, site);
    record({ action: 'create', entity: 'site', entityId: site.id, newValue: site });
  });
  context.emit('settings.changed', {});
  return site;
}
