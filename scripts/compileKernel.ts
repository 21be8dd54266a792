/** Compiles the inner loops of the JPEG 2000 decoder: `node scripts/compileKernel.ts`, after each change of jpeg2000.as. */
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const folder = new URL('../electron/host/pixels/codecs/jpeg2000/', import.meta.url);
const COMMENT =
  '/** jpeg2000.as beside this file, as WebAssembly in base64; written by `node scripts/compileKernel.ts`. */\n';

/** @returns the text of kernel.ts */
export async function compileKernel(): Promise<string> {
  // The compiler wants a name with its own ending, which tools for TypeScript would stumble over.
  const source = readFileSync(new URL('jpeg2000.as', folder), 'utf8');
  let compiled: Uint8Array | undefined;
  const features = ['--enable', 'simd', '--enable', 'bulk-memory'];
  const options = ['kernel.ts', '-O3', '--noAssert', '--runtime', 'stub', ...features, '-o', 'kernel.wasm'];
  const { error } = await asc.main(options, {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile(_name, content) {
      if (content instanceof Uint8Array) compiled = content;
    },
    listFiles: () => [],
  });
  if (error || !compiled) throw error ?? new Error('The compiler wrote nothing.');
  return `${COMMENT}export const kernel =\n  '${Buffer.from(compiled).toString('base64')}';\n`;
}

if (import.meta.main) writeFileSync(new URL('kernel.ts', folder), await compileKernel());
