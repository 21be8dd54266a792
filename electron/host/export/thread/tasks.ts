/** What is done beside the host's own thread while files leave. Only types. */
import type { Paper } from '../../../core/contract/package.ts';
import type { VolumeGeometry } from '../../../core/domain/geometry.ts';
import type { SegInput } from '../../dicom/segWrite.ts';
import type { SrInput } from '../../dicom/srWrite.ts';
import type { MeshTask } from '../../mesh/meshFile.ts';
import type { VerifyReport } from '../../package/verify/verify.ts';
import type { ReportSource, TimePointImages } from '../../report/document.ts';
import type { OverviewSource } from '../../report/overview.ts';
import type { Raster } from '../../report/png.ts';
import type { StoredLabels } from '../../segmentation/runs.ts';

/** A CT with what is drawn on it. */
export interface DrawnCt {
  readonly geometry: VolumeGeometry;
  /** HU in volume order, on shared memory: it is not copied. */
  readonly hu: Int16Array<SharedArrayBuffer>;
  readonly stored: StoredLabels;
}

export interface ExportTasks {
  /** The pictures of a time point in the report; null where nothing is drawn. */
  pictures: { readonly input: DrawnCt; readonly result: TimePointImages | null };
  /** Three planes side by side. */
  keyImage: { readonly input: DrawnCt; readonly result: Raster };
  segmentation: {
    readonly input: Omit<SegInput, 'labels'> & { readonly stored: StoredLabels };
    readonly result: Uint8Array<ArrayBuffer>;
  };
  /** The label values of the partition (0 outside ... 6), so that nothing is lost. */
  mask: {
    readonly input: Pick<DrawnCt, 'geometry' | 'stored'> & { readonly format: 'nifti' | 'nrrd' };
    readonly result: Uint8Array<ArrayBuffer>;
  };
  /** null where nothing of what is asked for is drawn. */
  surface: {
    readonly input: Omit<MeshTask, 'labels'> & { readonly stored: StoredLabels };
    readonly result: Uint8Array<ArrayBuffer> | null;
  };
  measurements: { readonly input: SrInput; readonly result: Uint8Array<ArrayBuffer> };
  /** A subject's report as PDF. */
  report: { readonly input: ReportSource & { readonly paper: Paper }; readonly result: Uint8Array<ArrayBuffer> };
  /** The site's overview as PDF. */
  overview: { readonly input: OverviewSource & { readonly paper: Paper }; readonly result: Uint8Array<ArrayBuffer> };
  /** A package that lies in a folder. */
  verify: { readonly input: string; readonly result: VerifyReport };
}
