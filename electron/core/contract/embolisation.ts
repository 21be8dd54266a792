import { z } from 'zod';
import { calendarDate } from './common.ts';
import { entry } from './entry.ts';

export const veins = {
  portal: z.enum(['right_anterior', 'right_posterior', 'segment_4', 'left']),
  hepatic: z.enum(['right', 'middle', 'accessory_inferior_right', 'left']),
};
export const embolisationMaterial = z.enum(['glue_lipiodol', 'particles', 'coils', 'plug', 'other']);
export const portalAccess = z.enum(['transhepatic_ipsilateral', 'transhepatic_contralateral', 'transsplenic']);
export const hepaticAccess = z.enum(['transjugular', 'transfemoral', 'transhepatic']);
export const technicalSuccess = z.enum(['complete', 'partial', 'failed']);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is HH:MM, such as 09:30.');
/** How an embolisation was done; null: not known or not told. */
export const embolisationDetails = z.object({
  /** Local time of the day, `HH:MM`. */
  time: timeOfDay.nullable(),
  portalAccess: portalAccess.nullable(),
  hepaticAccess: hepaticAccess.nullable(),
  /** Plugs, coils and vials with their number and size. */
  products: z
    .array(
      z.object({ material: embolisationMaterial, count: z.int().min(1).max(99).nullable(), size: z.string().max(60) }),
    )
    .max(20),
  /** Glue to lipiodol, such as `1:4`. */
  glueRatio: z
    .string()
    .regex(/^1:(\d|[1-9]\d)(\.\d)?$/, 'A ratio of glue to lipiodol is 1:N, such as 1:4.')
    .nullable(),
  portalSuccess: technicalSuccess.nullable(),
  hepaticSuccess: technicalSuccess.nullable(),
  /** Were portal and hepatic veins embolised in one session? */
  sameSession: z.boolean().nullable(),
  /** Of the hepatic veins, where they were not embolised in the session of the portal ones. */
  hepaticDate: calendarDate.nullable(),
  hepaticTime: timeOfDay.nullable(),
  /** Worst complication by the CIRSE classification, 0: none. */
  cirseGrade: z.int().min(0).max(6).nullable(),
  /** What happened. */
  complication: z.string().max(500),
  /** Was another procedure needed because of it? */
  reintervention: z.boolean().nullable(),
  operatorRole: z.enum(['consultant', 'fellow', 'other']).nullable(),
});
export type EmbolisationDetails = z.infer<typeof embolisationDetails>;
export const unknownDetails: EmbolisationDetails = {
  time: null,
  portalAccess: null,
  hepaticAccess: null,
  products: [],
  glueRatio: null,
  portalSuccess: null,
  hepaticSuccess: null,
  sameSession: null,
  hepaticDate: null,
  hepaticTime: null,
  cirseGrade: null,
  complication: '',
  reintervention: null,
  operatorRole: null,
};

export const embolisationInput = z
  .object({
    date: calendarDate,
    kind: z.enum(['pve', 'pve_hve', 'hve']),
    portalBranches: z.array(veins.portal),
    hepaticVeins: z.array(veins.hepatic),
    materials: z.array(embolisationMaterial).min(1),
    note: z.string().max(2000).default(''),
    details: embolisationDetails.default(unknownDetails),
  })
  .refine((value) => value.kind === 'hve' || value.portalBranches.length > 0, {
    message: 'Name at least one portal branch for a portal vein embolisation.',
    path: ['portalBranches'],
  })
  .refine((value) => value.kind === 'pve' || value.hepaticVeins.length > 0, {
    message: 'Name at least one hepatic vein for a hepatic vein embolisation.',
    path: ['hepaticVeins'],
  })
  .refine((value) => value.kind !== 'hve' || value.portalBranches.length === 0, {
    message: 'A hepatic vein embolisation alone has no portal branches.',
    path: ['portalBranches'],
  })
  .refine((value) => value.kind !== 'pve' || value.hepaticVeins.length === 0, {
    message: 'A portal vein embolisation alone has no hepatic veins; choose PVE/HVE.',
    path: ['hepaticVeins'],
  })
  .refine(({ materials, details }) => details.products.every(({ material }) => materials.includes(material)), {
    message: 'A product is of one of the materials that were used.',
    path: ['materials'],
  })
  .refine(({ materials, details }) => details.glueRatio === null || materials.includes('glue_lipiodol'), {
    message: 'A ratio of glue to lipiodol needs glue among the materials.',
    path: ['details', 'glueRatio'],
  })
  .refine(({ kind, details }) => kind === 'pve_hve' || (details.sameSession === null && details.hepaticDate === null), {
    message: 'Only PVE/HVE has a second session.',
    path: ['details', 'sameSession'],
  })
  .refine(({ details }) => details.sameSession === false || (details.hepaticDate ?? details.hepaticTime) === null, {
    message: 'A day or time of its own for the hepatic veins is that of a second session.',
    path: ['details', 'hepaticDate'],
  });
export type EmbolisationInput = z.input<typeof embolisationInput>;
export const embolisation = z.object({
  ...entry,
  ...embolisationInput.shape,
  note: z.string(),
  details: embolisationDetails,
});
export type Embolisation = z.infer<typeof embolisation>;
