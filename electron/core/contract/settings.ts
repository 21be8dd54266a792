import { z } from 'zod';
import { id, nothing } from './common.ts';
import { method } from './define.ts';

/** What the site has decided for this data folder. */
export const settings = z.object({
  /** Files are stored without anything that identifies the patient (PS3.15 annex E); the key stays in the data folder. */
  deidentifyOnImport: z.boolean(),
  /** With accounts: the window locks itself after so long without a person's doing. */
  lockAfterMinutes: z.int().min(1).max(240),
  /** Of new subjects. */
  protocolId: z.string(),
  siteId: id.nullable(),
  /** Where the end of the audit trail is written a second time, out of reach of this folder's users; null for nowhere. */
  anchorFolder: z.string().nullable(),
});
export type Settings = z.infer<typeof settings>;
export const settingsChange = settings.partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export const settingsService = {
  methods: {
    get: method(nothing, settings),
    /** What is left out stays as it is. */
    set: method(settingsChange, settings),
  },
  events: { changed: nothing },
};
