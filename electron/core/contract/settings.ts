import { z } from 'zod';
import { nothing } from './common.ts';
import { method } from './define.ts';

/** What the site has decided for this data folder. */
export const settings = z.object({
  /** Files are stored without anything that identifies the patient (PS3.15 annex E); the key stays in the data folder. */
  deidentifyOnImport: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

export const settingsService = {
  methods: {
    get: method(nothing, settings),
    set: method(settings, settings),
  },
  events: { changed: nothing },
};
