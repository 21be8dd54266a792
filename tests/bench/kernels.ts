/** The kernels on the generated patient at full size, against a plain pass over the same volume. Prints rows as JSON. */
import { indexToPatient, voxelCount } from '../../electron/core/domain/geometry.ts';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { isLiver } from '../../electron/core/domain/labels.ts';
import { paint } from '../../wasm/kernels/index.ts';
import { nodeRunner } from '../../wasm/runner/nodeRunner.ts';
import { abdomen, sampleStrokes } from '../fixtures/index.ts';
import { fullSize } from './cases.ts';
import { medianSeconds, peakMemoryMb, seconds, showMemory, showSeconds, times, type Row } from './measure.ts';

const phantom = abdomen(fullSize);
const { geometry } = phantom;
const hu = new Int16Array(new SharedArrayBuffer(2 * voxelCount(geometry)));
const labels = new Uint8Array(new SharedArrayBuffer(voxelCount(geometry)));
const sliceSize = geometry.dims[0] * geometry.dims[1];
for (let k = 0; k < geometry.dims[2]; k++) {
  const slice = [k * sliceSize, (k + 1) * sliceSize] as const;
  phantom.renderSlice(k, hu.subarray(...slice), labels.subarray(...slice));
}
const truth = labels.slice();
labels.fill(0);

const passSeconds = await medianSeconds(5, () => {
  let sum = 0;
  for (let at = 0; at < hu.length; at++) sum += hu[at]!;
  return sum;
});
const rows: Row[] = [];
const add = (what: string, value: number) => {
  rows.push({ what, value: showSeconds(value), ratio: times(value, passSeconds, 'one pass over the volume') });
};

const runner = nodeRunner();
const strokes = sampleStrokes(phantom);
const growLiver = () => runner.run('growLiver', { hu, geometry, labels, strokes, cut: null });
add('liver grown from the sample strokes, first time', await seconds(growLiver));
add('liver grown again', await medianSeconds(3, growLiver));
rows.push({ what: 'Dice of that liver against the truth', value: dice(labels, truth).toFixed(4) });
add(
  'tumours grown from one stroke each',
  await seconds(() => runner.run('growTumour', { hu, geometry, labels, strokes })),
);
add(
  'liver divided by the cut',
  await medianSeconds(3, () => runner.run('divide', { geometry, labels, cut: phantom.cut })),
);

const sparse = new Uint8Array(new SharedArrayBuffer(labels.length));
for (let k = 0; k < geometry.dims[2]; k += 10)
  sparse.set(truth.subarray(k * sliceSize, (k + 1) * sliceSize), k * sliceSize);
add(
  'liver interpolated from every tenth slice (ITK-wasm)',
  await seconds(() => runner.run('interpolate', { labels: sparse, geometry, segment: 'liver' })),
);

const middle = indexToPatient(geometry, [geometry.dims[0] / 2, geometry.dims[1] / 2, geometry.dims[2] / 2]);
const ball = { fromMm: middle, toMm: middle, radiusMm: 20 * geometry.spacingMm[0], shape: 'sphere' } as const;
const strokeAndErase = () => {
  paint(labels, geometry, { ...ball, segment: 'liver', side: () => false });
  paint(labels, geometry, { ...ball, segment: 'erase', side: () => false });
};
add('brush step, ball of 20 voxels radius', (await medianSeconds(20, strokeAndErase)) / 2);
add('labelmap in run-length form', await medianSeconds(5, () => encodeRuns({ dims: geometry.dims, labels })));
runner.dispose();
rows.push({ what: 'peak memory, volume and three labelmaps included', value: showMemory(peakMemoryMb(process.pid)) });
process.stdout.write(JSON.stringify(rows));

/** Dice coefficient of the two livers. */
function dice(measured: Uint8Array, reference: Uint8Array): number {
  let [both, sum] = [0, 0];
  for (let at = 0; at < measured.length; at++) {
    const [a, b] = [isLiver(measured[at]!), isLiver(reference[at]!)];
    if (a && b) both++;
    if (a) sum++;
    if (b) sum++;
  }
  return (2 * both) / sum;
}
