/** What the site has decided for this data folder. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { Settings, SettingsChange } from '../../core/contract/settings.ts';
import { definedFields } from '../../core/domain/definedFields.ts';
import type { HostContext } from '../context.ts';
import { readSettings, writeSettings } from '../db/tables/settings.ts';
import { allSites } from '../db/tables/site.ts';
import { protocolOf } from '../volumetry/protocols.ts';

export const getSettings = ({ db }: HostContext): Settings => readSettings(db);

/** What is left out stays as it is. @throws RemnantError 'not_found' for a protocol or site that isn't there */
export function setSettings(context: HostContext, change: SettingsChange): Settings {
  const before = getSettings(context);
  const settings = { ...before, ...definedFields(change) };
  protocolOf(context, settings.protocolId);
  if (settings.siteId !== null && !allSites(context.db).some(({ id }) => id === settings.siteId))
    throw new RemnantError('not_found', 'There is no such site.');
  if (JSON.stringify(before) === JSON.stringify(settings)) return before;
  context.change((record) => {
    writeSettings(context.db, settings);
    record({ action: 'update', entity: 'settings', entityId: 'settings', oldValue: before, newValue: settings });
  });
  context.emit('settings.changed', {});
  return settings;
}
