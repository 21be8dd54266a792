/** The models of the data folder. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Model } from '../../core/contract/models.ts';
import { parseModelDescription, type ModelDescription } from '../../core/domain/modelDescription.ts';
import type { DataFolder, HostContext } from '../context.ts';
import { allModels, deleteModel, findModel, insertModel } from '../db/tables/model.ts';
import type { NetworkTrial } from './networkTask.ts';
import { memoryLimitBytes, runNetwork } from './runNetwork.ts';

/** A protocol buffer can't be larger, and an ONNX file is one. */
const MAX_MODEL_BYTES = 2 ** 31;
const MAX_DESCRIPTION_BYTES = 64 * 1024;
/** A whole series has tens to hundreds of patches. */
const TRIAL_LIMIT_MS = 120_000;

/** A network's file with what it means. */
export interface ModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly byteSize: number;
  readonly description: ModelDescription;
}

export const modelPath = ({ root }: DataFolder, sha256: string): string =>
  join(root, 'models', sha256.slice(0, 2), `${sha256}.onnx`);

export const listModels = ({ db }: HostContext): Model[] => allModels(db);

/** @throws RemnantError 'not_found' */
export function getModel({ db }: HostContext, modelId: string): Model {
  const found = findModel(db, modelId);
  if (!found)
    throw new RemnantError('not_found', 'There is no such model any more; the settings list those that are there.');
  return found;
}

/** `liver.onnx` has its description in `liver.json`. */
const descriptionBeside = (path: string): string => `${path.replace(/\.onnx$/i, '')}.json`;

/** @throws RemnantError 'not_found', 'unsupported' for its size, or as `parseModelDescription` */
export async function describeModelFile(
  path: string,
  descriptionPath: string | null,
): Promise<Omit<ModelFile, 'sha256'>> {
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() !== true)
    throw new RemnantError('not_found', `There is no model file ${basename(path)} at that place.`);
  if (file.size === 0) throw new RemnantError('invalid_input', `The model file ${basename(path)} is empty.`);
  if (file.size >= MAX_MODEL_BYTES) {
    throw new RemnantError(
      'unsupported',
      `The model file ${basename(path)} is larger than 2 GiB, more than an ONNX file can be.`,
    );
  }
  const jsonPath = descriptionPath ?? descriptionBeside(path);
  const json = await stat(jsonPath).catch(() => undefined);
  if (json?.isFile() !== true) {
    throw new RemnantError(
      'not_found',
      `The model needs a description: a file ${basename(jsonPath)} beside it, as the help page "Models" tells.`,
    );
  }
  if (json.size > MAX_DESCRIPTION_BYTES) {
    throw new RemnantError(
      'invalid_input',
      `The file ${basename(jsonPath)} is too large to be the description of a model.`,
    );
  }
  return { path, byteSize: file.size, description: parseModelDescription(await readFile(jsonPath, 'utf8')) };
}

/** @param copy where the bytes go as they are read; without it they are only read */
export async function hashFile(path: string, copy?: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    if (copy === undefined) await pipeline(createReadStream(path), hash);
    else {
      const pass = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          hash.update(chunk);
          next(null, chunk);
        },
      });
      await pipeline(createReadStream(path), pass, createWriteStream(copy, { flags: 'wx' }));
    }
  } catch (cause) {
    throw new RemnantError(
      'io',
      `The model file ${basename(path)} can't be read, or not be copied into the data folder.`,
      { cause },
    );
  }
  return hash.digest('hex');
}

/**
 * Copies a model into the data folder after trying it on one patch.
 * @throws RemnantError as `describeModelFile` and `runNetwork`; 'conflict' when it is there already
 */
export async function addModel(
  context: HostContext,
  { path, descriptionPath }: { path: string; descriptionPath: string | null },
): Promise<Model> {
  const { byteSize, description } = await describeModelFile(path, descriptionPath);
  const copy = join(context.folder.uploads, `${context.newId()}.onnx`);
  try {
    const sha256 = await hashFile(path, copy);
    const same = (other: Model): boolean =>
      other.sha256 === sha256 && JSON.stringify(other.description) === JSON.stringify(description);
    if (listModels(context).some(same)) {
      throw new RemnantError('conflict', `The model ${description.name} ${description.version} is there already.`);
    }
    const trial = await tryNetwork({ path: copy, sha256, byteSize, description });
    await keepFile(copy, modelPath(context.folder, sha256));
    return storeModel(context, { sha256, byteSize, description, ...trial });
  } finally {
    await rm(copy, { force: true });
  }
}

async function keepFile(copy: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rename(copy, path);
}

function storeModel(context: HostContext, facts: Omit<Model, 'id' | 'addedAt'>): Model {
  const added: Model = { id: context.newId(), addedAt: context.now().toISOString(), ...facts };
  context.change((record) => {
    insertModel(context.db, added);
    record({ action: 'create', entity: 'model', entityId: added.id, newValue: added });
  });
  context.emit('models.changed', {});
  return added;
}

async function tryNetwork({ path, sha256, description }: ModelFile): Promise<NetworkTrial> {
  const limit = AbortSignal.timeout(TRIAL_LIMIT_MS);
  const task = { path, sha256, description, limitBytes: memoryLimitBytes(), geometry: null };
  const result = await runNetwork({ task, signal: limit }).catch((error: unknown) => {
    if (!limit.aborted) throw error;
    throw new RemnantError(
      'refused',
      `The model was not done with one patch after ${TRIAL_LIMIT_MS / 60_000} minutes, so a series would take hours on this machine.`,
      { cause: error },
    );
  });
  if (!('tried' in result)) throw new Error('a trial ended with something else');
  return result.tried;
}

/** What it found stays, with its name, version and hash. */
export async function removeModel(
  context: HostContext,
  { modelId }: { modelId: string },
): Promise<Record<string, never>> {
  const removed = getModel(context, modelId);
  context.change((record) => {
    deleteModel(context.db, modelId);
    record({ action: 'remove', entity: 'model', entityId: modelId, oldValue: removed });
  });
  const stillUsed = listModels(context).some(({ sha256 }) => sha256 === removed.sha256);
  if (!stillUsed) await rm(modelPath(context.folder, removed.sha256), { force: true });
  context.emit('models.changed', {});
  return {};
}
