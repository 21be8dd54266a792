/** Compiles the inner loops that are written in AssemblyScript: `node scripts/compileKernel.ts`, after each change of an .as file. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// As a program of its own: imported, the compiler would bring its own types of Array and Math into all of ours.
const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory'];

/** What is compiled into one module, `kernel.ts` in the folder of its sources. */
export interface KernelSource {
  readonly folder: URL;
  /** All that they export is exported. */
  readonly files: readonly string[];
}

export const kernelSources = {
  jpeg2000: { folder: new URL('../electron/host/pixels/codecs/jpeg2000/', import.meta.url), files: ['jpeg2000.as'] },
  rescale: { folder: new URL('../electron/host/pixels/rescale/', import.meta.url), files: ['rescale.as'] },
  kernels: {
    folder: new URL('../wasm/kernels/native/', import.meta.url),
    files: ['memory.as', 'bits.as', 'capsule.as', 'distances.as', 'smoothing.as', 'threshold.as'],
  },
  walker: { folder: new URL('../wasm/kernels/solver/', import.meta.url), files: ['walker.as'] },
} as const satisfies Readonly<Record<string, KernelSource>>;

const kernelFile = (folder: URL): URL => new URL('kernel.ts', folder);

/** @returns the text of kernel.ts */
export async function compileKernel({ folder, files }: KernelSource): Promise<string> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-kernel-'));
  try {
    // The compiler wants names with its own ending, which tools for TypeScript would stumble over.
    const names = files.map((file) => `${path.parse(file).name}.ts`);
    for (const [n, file] of files.entries()) await copyFile(new URL(file, folder), path.join(work, names[n]!));
    const output = ['--baseDir', work, '-o', 'kernel.wasm'];
    await promisify(execFile)(process.execPath, [compiler, ...names, ...output, ...OPTIONS]);
    const compiled = await readFile(path.join(work, 'kernel.wasm'));
    const comment = `/** ${files.join(', ')} beside this file, as WebAssembly in base64; written by \`node scripts/compileKernel.ts\`. */\n`;
    return `${comment}export const kernel =\n  '${compiled.toString('base64')}';\n`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Whether the compiled module is that of the sources beside it. */
export const isCompiled = async (source: KernelSource): Promise<boolean> =>
  (await readFile(kernelFile(source.folder), 'utf8')) === (await compileKernel(source));

if (import.meta.main)
  for (const source of Object.values(kernelSources))
    await writeFile(kernelFile(source.folder), await compileKernel(source));
