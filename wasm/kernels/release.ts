/**
 * Gives the memory of arrays back at once, which a collection would do some time later: beside a large volume what lies about in between
 * counts. Nobody may use the arrays afterwards.
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
