/** The headers that every answer carries, over HTTP and over `app://` alike. */

/** Isolate the page from all others: only an isolated page may have SharedArrayBuffer. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * Nothing but our own files, and WebAssembly. `data:` may be fetched because ITK-wasm's zstd decoder comes as a data URL.
 * @param connectTo further origins that the page may connect to, e.g. its own WebSocket.
 */
export function contentSecurityPolicy(connectTo: readonly string[] = []): string {
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    ["connect-src 'self' blob: data:", ...connectTo].join(' '),
    "img-src 'self' blob: data:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** All headers of a page and its parts. */
export function secureHeaders(connectTo: readonly string[] = []): Record<string, string> {
  return {
    ...isolationHeaders,
    'Content-Security-Policy': contentSecurityPolicy(connectTo),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}
