/** Copies the compiled ITK-wasm pipelines that the window runs to where it is served from. */
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';

const packages = ['@itk-wasm/morphological-contour-interpolation'];

/** @param destination folder that the window sees as `itk/`; made when it doesn't exist. */
export async function copyItkPipelines(destination: string): Promise<void> {
  await mkdir(destination, { recursive: true });
  for (const name of packages) {
    const pipelines = path.join(import.meta.dirname, '../node_modules', name, 'dist/pipelines');
    await cp(pipelines, destination, { recursive: true, filter: (file) => !file.endsWith('.d.ts') });
  }
}
