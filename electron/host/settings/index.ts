/** What the site has decided for this data folder. */
import type { Settings } from '../../core/contract/settings.ts';
import type { HostContext } from '../context.ts';
import { readSettings, writeSettings } from '../db/tables/settings.ts';

export const getSettings = ({ db }: HostContext): Settings => readSettings(db);

export function setSettings(context: HostContext, settings: Settings): Settings {
  const before = getSettings(context);
  if (JSON.stringify(before) === JSON.stringify(settings)) return before;
  context.change((record) => {
    writeSettings(context.db, settings);
    record({ action: 'update', entity: 'settings', entityId: 'settings', oldValue: before, newValue: settings });
  });
  context.emit('settings.changed', {});
  return settings;
}
