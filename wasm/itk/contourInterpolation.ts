/** The one caller of the ITK-wasm pipeline for morphological contour interpolation (Zukic 2016, doi 10.54294/6fs8mu). */
import type * as Itk from '@itk-wasm/morphological-contour-interpolation';

/** Where the window serves the pipeline's files; Node uses those of the package. */
const PIPELINES_PATH = '/itk';
/** Slices always come last: the package drops an axis of 0. */
const OPTIONS = { axis: 2 };

/** Two pipelines run beside each other where they have threads of their own; more would take more memory than time. */
const MOST_LANES = 2;

/** Runs one pipeline after the other. */
export interface Lane {
  /** @param size columns, rows, slices; slices that hold nothing are filled between drawn ones along the last axis. */
  readonly interpolate: (
    mask: Uint8Array,
    size: readonly [number, number, number],
    spacingMm: readonly [number, number, number],
  ) => Promise<Uint8Array>;
  /** Gives its memory back, at once where it can; what still runs is not waited for. */
  readonly end: () => void;
}

/** As many as `jobs` keep busy: in a window each has a worker, in Node the one works in the thread that calls. */
export async function openLanes(jobs: number): Promise<Lane[]> {
  const itk = await import('@itk-wasm/morphological-contour-interpolation');
  // The package's entry differs by platform, though its types list both.
  return 'morphologicalContourInterpolationNode' in itk ? [nodeLane(itk)] : windowLanes(itk, jobs);
}

function windowLanes(itk: typeof Itk, jobs: number): Lane[] {
  itk.setPipelinesBaseUrl(new URL(PIPELINES_PATH, globalThis.location.href).href);
  const count = Math.min(MOST_LANES, jobs, Math.max(1, globalThis.navigator.hardwareConcurrency));
  return Array.from({ length: count }, () => windowLane(itk));
}

const nodeLane = (itk: typeof Itk): Lane => ({
  interpolate: async (mask, size, spacingMm) => {
    const image = imageOf(mask, size, spacingMm);
    return bytesOf((await itk.morphologicalContourInterpolationNode(image, OPTIONS)).outputImage);
  },
  end: () => undefined,
});

/** The worker is kept from one job to the next, with its compiled code, and ended with the lane: its memory never shrinks. */
function windowLane(itk: typeof Itk): Lane {
  let worker: Worker | null = null;
  let ended = false;
  return {
    interpolate: async (mask, size, spacingMm) => {
      const image = imageOf(mask, size, spacingMm);
      const options = { ...OPTIONS, webWorker: worker };
      const { outputImage, webWorker } = await itk.morphologicalContourInterpolation(image, options);
      if (webWorker instanceof Worker) worker = webWorker;
      if (ended) worker?.terminate();
      return bytesOf(outputImage);
    },
    end: () => {
      ended = true;
      worker?.terminate();
    },
  };
}

/** ITK-wasm's images are plain data; its classes only name the fields. */
function imageOf(
  mask: Uint8Array,
  size: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): Itk.Image {
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
  return plain as Itk.Image;
}

/** ITK-wasm answers with views of its own (sometimes shared) memory. */
const bytesOf = ({ data }: Itk.Image): Uint8Array => Uint8Array.from(data as Uint8Array);
