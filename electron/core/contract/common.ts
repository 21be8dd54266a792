import './noEval.ts';
import { z } from 'zod';

/** UUIDv7 text. */
export const id = z.uuid();
/** `YYYY-MM-DD`, a day that exists. */
export const calendarDate = z.iso.date();
/** UTC ISO-8601 with milliseconds and `Z`. */
export const instant = z.iso.datetime();
export const vec3 = z.tuple([z.number(), z.number(), z.number()]);
export const nothing = z.object({});

export const volumeGeometry = z.object({
  dims: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]),
  spacingMm: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  originMm: vec3,
  direction: z.object({ i: vec3, j: vec3, k: vec3 }),
});

/** A smooth surface through the points (a plane for three) and a point on the remnant's side, in patient mm. */
export const cut = z.object({
  surfaces: z.array(z.object({ pointsMm: z.array(vec3).min(3) })).min(1),
  flrSide: vec3,
});
export type Cut = z.infer<typeof cut>;

export const strokeSegment = z.enum(['liver', 'tumour', 'background']);
export const stroke = z.object({
  segment: strokeSegment,
  radiusMm: z.number().positive().max(100),
  pointsMm: z.array(vec3).min(1),
});
export type Stroke = z.infer<typeof stroke>;
export const strokesFile = z.object({ strokes: z.array(stroke).min(1) });
