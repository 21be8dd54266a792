/** A person's own ONNX models: kept, tried, and run on a series. */
export { foundBytes, startModel } from './job.ts';
export { segmentSeries } from './segmentSeries.ts';
export { addModel, describeModelFile, hashFile, listModels, modelPath, removeModel } from './store.ts';
export type { ModelFile } from './store.ts';
