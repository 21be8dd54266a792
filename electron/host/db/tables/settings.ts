import type { Database } from 'better-sqlite3';
import { settings, type Settings } from '../../../core/contract/settings.ts';
import { parseJson } from '../json.ts';

const defaults: Settings = {
  deidentifyOnImport: false,
  lockAfterMinutes: 15,
  protocolId: 'dragon2',
  siteId: null,
  anchorFolder: null,
};

export function readSettings(db: Database): Settings {
  const stored = db.prepare<[], string>('SELECT value FROM settings').pluck().get();
  return stored === undefined ? defaults : settings.parse({ ...defaults, ...(parseJson(stored) as Partial<Settings>) });
}

export function writeSettings(db: Database, value: Settings): void {
  db.prepare('INSERT INTO settings VALUES (1, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    JSON.stringify(value),
  );
}
