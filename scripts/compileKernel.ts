/** Compiles the inner loops of the JPEG 2000 decoder: `node scripts/compileKernel.ts`, after each change of jpeg2000.as. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// As a program of its own: imported, the compiler would bring its own types of Array and Math into all of ours.
const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
const folder = new URL('../electron/host/pixels/codecs/jpeg2000/', import.meta.url);
const COMMENT =
  '/** jpeg2000.as beside this file, as WebAssembly in base64; written by `node scripts/compileKernel.ts`. */\n';
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory'];

/** @returns the text of kernel.ts */
export async function compileKernel(): Promise<string> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'remnant-kernel-'));
  try {
    // The compiler wants a name with its own ending, which tools for TypeScript would stumble over.
    await copyFile(new URL('jpeg2000.as', folder), path.join(work, 'kernel.ts'));
    const files = ['kernel.ts', '--baseDir', work, '-o', 'kernel.wasm'];
    await promisify(execFile)(process.execPath, [compiler, ...files, ...OPTIONS]);
    const compiled = await readFile(path.join(work, 'kernel.wasm'));
    return `${COMMENT}export const kernel =\n  '${compiled.toString('base64')}';\n`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (import.meta.main) await writeFile(new URL('kernel.ts', folder), await compileKernel());
