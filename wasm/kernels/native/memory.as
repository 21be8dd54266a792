/** Loops over slices that are copied into this memory, in AssemblyScript. Compiled by `node scripts/compileKernel.ts`. */

/** Where the memory begins that is free to use, a multiple of 16. */
export function freeFrom(): usize {
  return (__heap_base + 15) & ~15;
}
