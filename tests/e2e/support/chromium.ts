import type { LaunchOptions } from '@playwright/test';
import { isRoot, softwareGraphics } from '../../../scripts/machine.ts';
import { findChromium, hasMesaEgl } from '../../../scripts/systemPackages.ts';

/** The system's Chromium where there is one, drawing in software, with no name resolved but this machine's own. */
export function chromiumOptions(): LaunchOptions {
  const executablePath = findChromium();
  return {
    ...(executablePath !== undefined && { executablePath }),
    args: [
      ...(isRoot() ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      // Mesa is faster and has 16-bit textures; SwiftShader is part of Chromium.
      ...(hasMesaEgl() ? ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist'] : softwareGraphics),
    ],
  };
}
