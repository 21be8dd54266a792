/** models add, list, remove; and a model as the algorithm of `segment liver` */
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Cut } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Model } from '../../core/contract/models.ts';
import type { RevisionAction } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { modelAction } from '../../core/domain/modelAction.ts';
import { knownSegments } from '../../core/domain/modelDescription.ts';
import type { HostContext } from '../../host/context.ts';
import {
  addModel,
  describeModelFile,
  hashFile,
  listModels,
  modelPath,
  removeModel,
  segmentSeries,
  type ModelFile,
} from '../../host/models/index.ts';
import type { Kernels } from '../kernels.ts';
import { print, progressLine, say, table } from '../print.ts';
import { withHost } from '../session.ts';
import { UsageError } from '../usage.ts';

export function addModelCommands(program: Command): void {
  const models = program
    .command('models')
    .description('your own ONNX models; resources/help/models.md tells of their description');
  models
    .command('add <file>')
    .description('tries an .onnx file on one patch and copies it into the data folder')
    .option('--description <file>', 'JSON; default: the file of the same name beside it')
    .action((path: string, { description }: { description?: string }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const added = await addModel(context, { path, descriptionPath: description ?? null });
        print(json, added, () => table([modelRow(added)]));
      }),
    );
  models
    .command('list')
    .description('the models in the data folder')
    .action((_options: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const all = listModels(context);
        print(json, all, () =>
          all.length === 0 ? 'There is no model yet; "remnant models add" adds one.' : table(all.map(modelRow)),
        );
      }),
    );
  models
    .command('remove <model>')
    .description('takes one out of the data folder, by its id or name; what it found stays')
    .action((text: string, _options: unknown, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const { id, description } = findModel(context, text);
        await removeModel(context, { modelId: id });
        print(json, { removed: id }, () => `${description.name} ${description.version} was removed.`);
      }),
    );
}

const modelRow = ({ id, sha256, description, secondsPerPatch }: Model) => ({
  id,
  name: description.name,
  version: description.version,
  finds: knownSegments(description).join(', '),
  'seconds a patch': Number(secondsPerPatch.toFixed(2)),
  sha256: sha256.slice(0, 12),
});

/** By id, or by a name (with or without its version) that only one has. @throws RemnantError 'not_found' or 'conflict' */
function findModel(context: HostContext, text: string): Model {
  const found = listModels(context).filter(
    ({ id, description: { name, version } }) => id === text || name === text || `${name} ${version}` === text,
  );
  if (found.length > 1) throw new RemnantError('conflict', `${found.length} models are called ${text}; say its id.`);
  if (!found[0]) {
    throw new RemnantError(
      'not_found',
      `There is no file and no model ${text}; "remnant models list" lists the models.`,
    );
  }
  return found[0];
}

export interface ModelOptions {
  readonly model?: string;
  readonly description?: string;
}

interface ModelWork {
  readonly context: HostContext;
  readonly seriesId: string;
  readonly geometry: VolumeGeometry;
  readonly labels: Uint8Array<SharedArrayBuffer>;
  readonly cut: Cut | null;
  readonly kernels: Kernels;
}

/** A file, or a model of the data folder by its name or id. @throws RemnantError as `segmentSeries` */
export async function runModel(
  { context, seriesId, geometry, labels, cut, kernels }: ModelWork,
  options: ModelOptions,
): Promise<{ action: RevisionAction; cut: Cut | null }> {
  const { file, measured } = await chosenModel(context, options);
  const known = knownSegments(file.description);
  const action = modelAction(file.description, file.sha256);
  const runs = await interruptible((signal) => {
    const show = progressLine(action.title);
    say(`${action.title}: loading`);
    const onProgress = (done: number, total: number): void => {
      show(done / total);
    };
    return segmentSeries(context, { seriesId, model: file, ...(measured && { measured }), signal, onProgress });
  });
  await kernels.run('Drawing what it found', 'applyFound', { runs, labels, geometry, known, cut });
  // A model that tells the sides apart has divided the liver in its own way.
  const divides = known.includes('flr') || known.includes('resected');
  return { action, cut: divides ? null : cut };
}

async function chosenModel(
  context: HostContext,
  { model = '', description }: ModelOptions,
): Promise<{ file: ModelFile; measured?: Model }> {
  const onDisk = await stat(model).catch(() => undefined);
  if (onDisk !== undefined || model.toLowerCase().endsWith('.onnx')) {
    const described = await describeModelFile(model, description ?? null);
    return { file: { ...described, sha256: await hashFile(model) } };
  }
  if (description !== undefined)
    throw new UsageError('--description goes with a file; a model of the data folder has its own.');
  const measured = findModel(context, model);
  return { file: { ...measured, path: modelPath(context.folder, measured.sha256) }, measured };
}

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onInterrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}
