let memory = new Uint16Array(0);

/**
 * Memory for the values of one image, which the next image of this thread gets again: whoever decodes has it taken at once. Memory of their
 * own for thousands of slices would pile up until it is collected. What is in it at first means nothing.
 */
export function valueMemory(count: number): Uint16Array<ArrayBuffer> {
  if (memory.length < count) memory = new Uint16Array(count);
  return memory.subarray(0, count);
}
