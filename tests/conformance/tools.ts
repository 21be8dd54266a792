/** Other people's programs that judge what is written here. */
import { execFile } from 'node:child_process';

/** Whether a program is on the PATH. */
export { commandExists as installed } from '../../scripts/machine.ts';

/** Everything the program prints, both streams; its exit code doesn't matter. */
export function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
