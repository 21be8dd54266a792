import { z } from 'zod';
import { method } from './define.ts';
import { nothing } from './common.ts';

export const appInfo = z.object({
  name: z.literal('Remnant'),
  version: z.string(),
  /** Where everything is stored, for the person to see and back up. */
  dataFolder: z.string(),
  /** 'none': one person, no accounts; shown as such in every export. */
  accounts: z.enum(['none', 'accounts']),
  platform: z.string(),
});
export type AppInfo = z.infer<typeof appInfo>;

export const app = {
  methods: { info: method(nothing, appInfo) },
  events: {},
};
