import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './tests/e2e/support/chromium.ts';

export default defineConfig({
  outputDir: '.cache/playwright',
  globalSetup: './tests/e2e/support/build.ts',
  // A window that is drawn by the processor keeps one core busy and waits for its host in between.
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? '.cache/reports/playwright.json' }],
  ],
  projects: [
    {
      name: 'browser',
      testDir: 'tests/e2e',
      use: {
        browserName: 'chromium',
        viewport: { width: 1600, height: 1000 },
        // Each frame of a transition is drawn by the processor, and each click waits for its end.
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: chromiumOptions(),
        // A control that never becomes ready is a finding, not a reason to wait for the end of the test.
        actionTimeout: 30_000,
        trace: 'retain-on-failure',
        screenshot: 'only-on-failure',
      },
    },
    { name: 'electron', testDir: 'tests/electron' },
  ],
});
