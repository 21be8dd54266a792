import './noEval.ts';
import { z } from 'zod';

/** What a person may do follows from the role alone: see `domain/permissions.ts`. */
export const accountRole = z.enum(['reader', 'interventional_radiologist', 'site_staff', 'monitor', 'administrator']);
export type AccountRole = z.infer<typeof accountRole>;

/** 'none': one person works alone without accounts, and nobody was asked who they are. */
export const role = z.enum([...accountRole.options, 'none']);
export type Role = z.infer<typeof role>;

/** Who does something, as the trail and every signature name them. */
export const actor = z.object({
  /** null without accounts. */
  accountId: z.uuid().nullable(),
  /** The login name; without accounts the user of the operating system. */
  user: z.string(),
  printedName: z.string(),
  role,
});
export type Actor = z.infer<typeof actor>;
