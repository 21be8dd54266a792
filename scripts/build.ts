import { buildAll } from './buildAll.ts';

try {
  await buildAll();
  process.stdout.write('Built into dist/.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
