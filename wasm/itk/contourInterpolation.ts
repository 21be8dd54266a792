/** The one caller of the ITK-wasm pipeline for morphological contour interpolation (Zukic 2016, doi 10.54294/6fs8mu). */
import type * as Itk from '@itk-wasm/morphological-contour-interpolation';

/** Where the window serves the pipeline's files; Node uses those of the package. */
const PIPELINES_PATH = '/itk';
/** Slices always come last: the package drops an axis of 0. */
const OPTIONS = { axis: 2 };

/** @param size columns, rows, slices; slices that hold nothing are filled between drawn ones along the last axis. */
export async function interpolateContours(
  mask: Uint8Array,
  size: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): Promise<Uint8Array> {
  // ITK-wasm's images are plain data; its classes only name the fields.
  const plain: unknown = {
    imageType: { dimension: 3, componentType: 'uint8', pixelType: 'Scalar', components: 1 },
    name: 'mask',
    origin: [0, 0, 0],
    spacing: [...spacingMm],
    direction: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    size: [...size],
    metadata: new Map(),
    data: mask,
  };
  const image = plain as Itk.Image;
  const itk = await import('@itk-wasm/morphological-contour-interpolation');
  // The package's entry differs by platform, though its types list both.
  const inNode = 'morphologicalContourInterpolationNode' in itk;
  const outputImage = inNode
    ? (await itk.morphologicalContourInterpolationNode(image, OPTIONS)).outputImage
    : await runInWindow(itk, image);
  // ITK-wasm answers with views of its own (sometimes shared) memory.
  return Uint8Array.from(outputImage.data as Uint8Array);
}

async function runInWindow(itk: typeof Itk, image: Itk.Image): Promise<Itk.Image> {
  itk.setPipelinesBaseUrl(new URL(PIPELINES_PATH, globalThis.location.href).href);
  // A fresh worker each time, ended at once: its memory never shrinks.
  const { outputImage, webWorker } = await itk.morphologicalContourInterpolation(image, {
    ...OPTIONS,
    webWorker: null,
  });
  if (webWorker instanceof Worker) webWorker.terminate();
  return outputImage;
}
