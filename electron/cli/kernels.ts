/** Runs kernels in a worker of this process, with progress on standard error; Ctrl+C cancels and leaves everything as it was. */
import { nodeRunner } from '../../wasm/runner/nodeRunner.ts';
import type { TaskInput, TaskName, TaskOutput } from '../../wasm/runner/tasks.ts';
import { progressLine } from './print.ts';

export interface Kernels {
  run<Name extends TaskName>(title: string, name: Name, input: TaskInput<Name>): Promise<TaskOutput<Name>>;
}

export async function withKernels<T>(work: (kernels: Kernels) => Promise<T>): Promise<T> {
  const runner = nodeRunner();
  const stop = new AbortController();
  const onInterrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await work({
      run: (title, name, input) => runner.run(name, input, { onProgress: progressLine(title), signal: stop.signal }),
    });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    runner.dispose();
  }
}
