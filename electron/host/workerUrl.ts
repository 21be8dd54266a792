/**
 * Address of a worker's file beside the caller's, whether the program runs from its sources (.ts) or built (.js).
 * @param name without extension, e.g. './scanWorker'
 * @param callerUrl the caller's `import.meta.url`
 */
export function workerUrl(name: string, callerUrl: string): URL {
  return new URL(`${name}${callerUrl.endsWith('.ts') ? '.ts' : '.js'}`, callerUrl);
}
