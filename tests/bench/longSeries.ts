/** A thin-slice CT as scanners write it today: 500 slices, 12 bits, with the noise of a real one. */
import { encodings, type Encoding } from '../fixtures/syntaxes.ts';

const encodingNamed = (wanted: string): Encoding => encodings.find(({ name }) => name === wanted)!;

export const longSeries = {
  dims: [512, 512, 500],
  spacingMm: [0.78125, 0.78125, 0.625],
  encodings: ['Explicit', 'JPEG-LS', 'JPEG 2000 Lossless'].map(encodingNamed),
} as const;

export interface WriteSlicesTask {
  readonly from: number;
  readonly to: number;
  /** One for each encoding. */
  readonly folders: readonly string[];
}
