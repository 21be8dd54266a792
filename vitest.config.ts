import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{electron,wasm,renderer,scripts}/**/*.test.{ts,tsx}',
      'tests/{bench,contract,host,kernels,conformance,cli,fuzz}/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
