import react from '@vitejs/plugin-react';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { sendResponse } from './electron/loopback/bridge.ts';
import { isolationHeaders } from './electron/loopback/headers.ts';
import { serveStatic } from './electron/loopback/staticFiles.ts';
import { copyItkPipelines } from './scripts/copyItkPipelines.ts';

const here = import.meta.dirname;

/** The host that `scripts/dev.ts` runs from source. Its token stays here; the host checks the page's own Origin besides. */
function hostProxy(target: string, token: string) {
  const toHost = { target, changeOrigin: true, headers: { Authorization: `Bearer ${token}` } };
  return { '/blob': toHost, '/ws': { ...toHost, ws: true } };
}
const { REMNANT_HOST_ORIGIN: hostOrigin, REMNANT_TOKEN: hostToken } = process.env;

/** Puts the pipelines of ITK-wasm on our own origin, below `itk/`; their default is a CDN. */
function itkPipelines(): Plugin {
  let outDir = '';
  return {
    name: 'remnant:itk-pipelines',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      const folder = path.join(here, '.cache/itk');
      const copied = copyItkPipelines(folder);
      server.middlewares.use('/itk', (request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        copied
          .then(() => serveStatic(folder, pathname))
          .then((file) => sendResponse(file, response))
          .catch(next);
      });
    },
    async writeBundle() {
      await copyItkPipelines(path.join(outDir, 'itk'));
    },
  };
}

export default defineConfig({
  root: path.join(here, 'renderer'),
  base: './',
  cacheDir: path.join(here, '.cache/vite'),
  publicDir: false,
  plugins: [react(), itkPipelines()],
  worker: { format: 'es' },
  optimizeDeps: {
    // Both start their workers by a URL beside their own file, which pre-bundling would move away.
    exclude: ['itk-wasm', '@itk-wasm/morphological-contour-interpolation'],
  },
  build: {
    outDir: path.join(here, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The files come from this machine's disk; what counts is that they are few.
    chunkSizeWarningLimit: 8000,
  },
  server: {
    host: '127.0.0.1',
    headers: isolationHeaders,
    ...(hostOrigin !== undefined && hostToken !== undefined && { proxy: hostProxy(hostOrigin, hostToken) }),
  },
});
