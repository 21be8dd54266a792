/** A network from outside, in the one process that is made for it: loaded, checked against its description, and asked patch by patch. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as Runtime from 'onnxruntime-node';
import { RemnantError } from '../../core/contract/errors.ts';
import { isSliceModel, patchDims, type ModelDescription } from '../../core/domain/modelDescription.ts';
import type { PatchOutput } from '../../../wasm/models/index.ts';

const QUIET = 4;

export interface Network {
  /** @throws RemnantError 'invalid_input' when the network fails or its output has another shape than the patch */
  predict(patch: Float32Array): Promise<PatchOutput>;
}

const list = (sizes: readonly (number | string)[]): string => sizes.join(' x ');

/**
 * @throws RemnantError 'not_found' or 'io' for the file, 'invalid_input' for one that is no network of this description, 'unsupported' where the
 * runtime has no build for this machine
 */
export async function loadNetwork(path: string, sha256: string, description: ModelDescription): Promise<Network> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new RemnantError('not_found', 'The file of the model is not there any more, or cannot be read.', { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new RemnantError('io', 'The file of the model was changed since it was added; add it again.');
  }
  const { InferenceSession, Tensor } = await loadRuntime();
  let session: Runtime.InferenceSession;
  try {
    session = await InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: QUIET });
  } catch (error) {
    throw refusalOf(error, 'The model cannot be loaded');
  }
  const sizes = isSliceModel(description) ? patchDims(description).slice(1) : patchDims(description);
  const input = requireInput(session.inputMetadata, sizes);
  const output = session.outputNames[0]!;
  /** Used again for each patch, so that nothing waits for the garbage collector. */
  let results: Record<string, Runtime.Tensor> | undefined;
  return {
    async predict(patch) {
      const feeds = { [input]: new Tensor('float32', patch, [1, 1, ...sizes]) };
      try {
        const given = await (results ? session.run(feeds, results) : session.run(feeds, [output]));
        results = { [output]: given[output] as Runtime.Tensor };
      } catch (error) {
        throw refusalOf(error, 'The model failed on a patch');
      }
      return requireOutput(results[output]!, sizes);
    },
  };
}

async function loadRuntime(): Promise<typeof Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new RemnantError('unsupported', 'Models cannot be run on this kind of machine (no ONNX runtime for it).', {
      cause,
    });
  }
}

/** @returns the input's name */
function requireInput(inputs: readonly Runtime.InferenceSession.ValueMetadata[], sizes: readonly number[]): string {
  const [input, second] = inputs;
  if (!input || second) {
    throw new RemnantError('invalid_input', `The model takes ${inputs.length} inputs; it must take one image.`);
  }
  if (!input.isTensor || input.type !== 'float32') {
    const type = input.isTensor ? input.type : 'no tensor';
    throw new RemnantError('invalid_input', `The model takes ${type}; export it with float32 as its input.`);
  }
  const wanted = [1, 1, ...sizes];
  const fits =
    input.shape.length === wanted.length &&
    input.shape.every((size, at) => typeof size === 'string' || size === wanted[at]);
  if (!fits) {
    throw new RemnantError(
      'invalid_input',
      `The model takes an input of ${list(input.shape).slice(0, 100)}, but its description makes it ${list(wanted)} (batch, channel, patch).`,
    );
  }
  return input.name;
}

function requireOutput(
  { type, dims, data }: { readonly type: string; readonly dims: readonly number[]; readonly data: unknown },
  sizes: readonly number[],
): PatchOutput {
  const [batch, channels, ...voxels] = dims;
  const fits = batch === 1 && channels !== undefined && voxels.length === sizes.length;
  if (!fits || voxels.some((size, at) => size !== sizes[at])) {
    throw new RemnantError(
      'invalid_input',
      `The model answers a patch of ${list(sizes)} with ${list(dims).slice(0, 100)}; it must be 1 x channels x the patch.`,
    );
  }
  if (type !== 'float32' || !(data instanceof Float32Array)) {
    throw new RemnantError('invalid_input', `The model gives ${type}; export it with float32 as its output.`);
  }
  return { data, channels };
}

/** The runtime's own words tell the person who exported the model what is wrong; they hold nothing of the patient. */
function refusalOf(error: unknown, what: string): RemnantError {
  const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ').slice(0, 240);
  if (/alloc/i.test(reason))
    return new RemnantError('refused', `${what}: there is not enough memory for it.`, { cause: error });
  if (/protobuf/i.test(reason)) {
    return new RemnantError('invalid_input', 'The file is no ONNX model, or is damaged.', { cause: error });
  }
  if (/external/i.test(reason)) {
    return new RemnantError(
      'invalid_input',
      'The model keeps its weights in a second file; save it as one ONNX file.',
      {
        cause: error,
      },
    );
  }
  return new RemnantError('invalid_input', `${what} (${reason}).`, { cause: error });
}
