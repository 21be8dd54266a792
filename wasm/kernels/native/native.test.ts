import { expect, test } from 'vitest';
import { isCompiled, kernelSources } from '../../../scripts/compileKernel.ts';

test('the compiled loops are those of the sources beside them', async () => {
  expect(await isCompiled(kernelSources.kernels)).toBe(true);
}, 60_000);
