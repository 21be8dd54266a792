/** Files of stored labels, unfolded where they are written. */
import { gzipSync } from 'node:zlib';
import { writeSeg } from '../../dicom/segWrite.ts';
import { meshFile } from '../../mesh/meshFile.ts';
import { writeNifti } from '../../nifti/index.ts';
import { writeSegNrrd } from '../../nrrd/index.ts';
import { unfoldLabels, type StoredLabels } from '../../segmentation/runs.ts';
import type { Handle } from '../../jobs/tasks.ts';
import type { ExportTasks } from './tasks.ts';

function withLabels<Rest>({ stored, ...rest }: Rest & { readonly stored: StoredLabels }) {
  return { ...rest, labels: unfoldLabels(stored).labels };
}

export const segmentationFile: Handle<ExportTasks, 'segmentation'> = (task) => writeSeg(withLabels(task));

export const surfaceFile: Handle<ExportTasks, 'surface'> = (task) => meshFile(withLabels(task));

export const maskFile: Handle<ExportTasks, 'mask'> = (task) => {
  const { geometry, labels, format } = withLabels(task);
  // In memory of its own, which can be handed to another thread.
  return new Uint8Array(
    format === 'nifti' ? gzipSync(writeNifti({ geometry, data: labels })) : writeSegNrrd({ geometry, labels }),
  );
};
