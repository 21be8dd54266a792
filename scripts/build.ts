import { buildAll } from './buildAll.ts';

await buildAll();
process.stdout.write('Built into dist/.\n');
