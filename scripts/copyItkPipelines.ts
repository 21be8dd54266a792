/** Puts the ITK-wasm pipelines that the window uses beside it, so that nothing is fetched from elsewhere. */
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PIPELINES = [
  { package: '@itk-wasm/morphological-contour-interpolation', name: 'morphological-contour-interpolation' },
];

/** Files of the installed packages that the window needs. */
export const pipelineFiles = (): string[] =>
  PIPELINES.flatMap(({ package: name, name: pipeline }) => {
    const folder = join(dirname(fileURLToPath(import.meta.resolve(name))), 'pipelines');
    return [join(folder, `${pipeline}.js`), join(folder, `${pipeline}.wasm.zst`)];
  });

/** Copies every pipeline's files into `targetFolder`, which is made where missing. The `.zst` must be served without Content-Encoding. */
export async function copyItkPipelines(targetFolder: string): Promise<void> {
  await mkdir(targetFolder, { recursive: true });
  await Promise.all(pipelineFiles().map((file) => cp(file, join(targetFolder, basename(file)))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await copyItkPipelines(process.argv[2] ?? fileURLToPath(new URL('../dist/renderer/itk/', import.meta.url)));
}
