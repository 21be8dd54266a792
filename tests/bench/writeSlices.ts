/** A worker that writes some slices of the long series in all its encodings. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { ctDataset } from '../../electron/host/dicom/writeCt.ts';
import { abdomen, seriesDescription } from '../fixtures/index.ts';
import { encodeSlice, storedAs } from '../fixtures/syntaxes.ts';
import { longSeries, type WriteSlicesTask } from './longSeries.ts';

const { from, to, folders } = workerData as WriteSlicesTask;
const { encodings, ...grid } = longSeries;
const phantom = abdomen(grid);
const sliceSize = grid.dims[0] * grid.dims[1];
const [hu, labels] = [new Int16Array(sliceSize), new Uint8Array(sliceSize)];

for (let k = from; k < to; k++) {
  phantom.renderSlice(k, hu, labels);
  for (const [at, encoding] of encodings.entries()) {
    const description = { ...seriesDescription, uidSeed: `long ${encoding.name}` };
    const whole = ctDataset(description, phantom.geometry, k, hu);
    const dataset = storedAs(whole, hu, { bits: 12, signed: false, slope: 1, intercept: -1024 });
    const file = path.join(folders[at]!, `IM${String(k).padStart(5, '0')}`);
    await writeFile(file, await encodeSlice(dataset, encoding, { offsetTable: true }));
  }
}
