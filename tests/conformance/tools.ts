/** Other people's programs that judge what is written here. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PYTHON } from '../fixtures/peers/index.ts';

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

/** Whether Debian's Python has all of these modules. */
export function hasPython(...modules: readonly string[]): boolean {
  try {
    execFileSync(PYTHON, ['-c', modules.map((name) => `import ${name}`).join(';')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a script of this folder prints. @throws with its complaint when it fails */
export function python(script: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    execFile(PYTHON, [join(import.meta.dirname, script), ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script}: ${stderr}`));
      else resolve(stdout);
    });
  });
}
