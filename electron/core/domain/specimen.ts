/** The weighed specimen against the volume that the CT gave for it. */
import { combine, computed, type Computed } from './computed.ts';

/** g per mL of CT volume: a specimen is drained of blood (doi 10.1186/s12880-019-0309-5). */
const SPECIMEN_G_PER_ML = 0.906;

/** @param partsMl all parts that are resected, tumour included @returns g */
export const expectedSpecimenG = (partsMl: readonly Computed[]): Computed =>
  combine(partsMl, (...parts: readonly number[]) =>
    computed(SPECIMEN_G_PER_ML * parts.reduce((sum, part) => sum + part, 0), 'Expected specimen weight'),
  );

/** By how many percent the scales show more (or less) than was expected. */
export const specimenDeviationPct = (weightG: number, expectedG: number): Computed =>
  computed((100 * (weightG - expectedG)) / expectedG, 'Deviation of the specimen');
