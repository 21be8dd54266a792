/** What the host's threads do. Only types. */
import type { Intensities } from '../../../wasm/kernels/landmarks/measureIntensities.ts';
import type { Ingested, IngestTask } from '../library/ingestFile.ts';
import type { IntensityTask } from '../library/measureVolume.ts';
import type { ScannedHeader, ScanTask } from '../library/scanHeader.ts';
import type { ComputeTask } from '../pixels/computeTask.ts';
import type { MaskAgreement } from '../../core/contract/readings.ts';
import type { DecodeOutcome, DecodeTask } from '../pixels/decodeTask.ts';
import type { MasksTask } from '../readings/maskAgreement.ts';

export interface HostTasks {
  /** Headers of several files. */
  scan: { readonly input: ScanTask; readonly result: ScannedHeader[] };
  /** One file as a whole. */
  ingest: { readonly input: IngestTask; readonly result: Ingested };
  /** Slices to their places in the file of a volume. */
  decode: { readonly input: DecodeTask; readonly result: DecodeOutcome[] };
  /** One slice of a computed volume; its checksum. */
  compute: { readonly input: ComputeTask; readonly result: number };
  /** Aorta and liver in a decoded volume. */
  measure: { readonly input: IntensityTask; readonly result: Intensities | null };
  /** Dice and surface distances of two readings. */
  compareMasks: { readonly input: MasksTask; readonly result: MaskAgreement[] };
}
