import { describe, expect, it, vi } from 'vitest';
import { isOwnFrame, lockContents, lockSession, mayLoad } from './security.ts';

describe('mayLoad', () => {
  it.each(['app://remnant/', 'app://remnant/assets/x.js', 'blob:app://remnant/1', 'data:,', 'devtools://devtools/x'])(
    '%s',
    (url) => {
      expect(mayLoad(url)).toBe(true);
    },
  );
  it.each([
    'https://example.org',
    'http://127.0.0.1:80/',
    'ws://127.0.0.1',
    'file:///etc/passwd',
    'ftp://x',
    'chrome://gpu',
    '',
  ])('not %s', (url) => {
    expect(mayLoad(url)).toBe(false);
  });
});

describe('isOwnFrame', () => {
  const frame = (url: string, parent: unknown = null) => ({ url, parent }) as Parameters<typeof isOwnFrame>[0];
  it('knows the page', () => {
    expect(isOwnFrame(frame('app://remnant/#/library'))).toBe(true);
  });
  it.each([
    ['another origin', frame('https://example.org/')],
    ['an origin that begins alike', frame('app://remnant.example/')],
    ['a frame inside the page', frame('app://remnant/', {})],
    ['a frame that is gone', null],
  ])('does not know %s', (_, other) => {
    expect(isOwnFrame(other)).toBe(false);
  });
});

it('refuses navigation, new windows and webviews', () => {
  const listeners = new Map<string, (event: { preventDefault: () => void }) => void>();
  let openHandler: (() => unknown) | undefined;
  const contents = {
    on: (name: string, listener: (event: { preventDefault: () => void }) => void) => listeners.set(name, listener),
    setWindowOpenHandler: (handler: () => unknown) => {
      openHandler = handler;
    },
  };
  lockContents(contents as unknown as Parameters<typeof lockContents>[0]);
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
    const preventDefault = vi.fn();
    listeners.get(name)!({ preventDefault });
    expect(preventDefault, name).toHaveBeenCalled();
  }
  expect(openHandler?.()).toEqual({ action: 'deny' });
});

it('refuses every permission and every request to the network', () => {
  let ask: ((contents: null, permission: string, answer: (granted: boolean) => void) => void) | undefined;
  let check: (() => boolean) | undefined;
  let before: ((details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void) | undefined;
  lockSession({
    setPermissionRequestHandler: (handler: typeof ask) => {
      ask = handler;
    },
    setPermissionCheckHandler: (handler: typeof check) => {
      check = handler;
    },
    webRequest: {
      onBeforeRequest: (handler: typeof before) => {
        before = handler;
      },
    },
  } as unknown as Parameters<typeof lockSession>[0]);
  const granted = vi.fn();
  ask!(null, 'media', granted);
  expect(granted).toHaveBeenCalledWith(false);
  expect(check!()).toBe(false);
  const verdict = vi.fn();
  before!({ url: 'https://example.org' }, verdict);
  before!({ url: 'app://remnant/' }, verdict);
  expect(verdict.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]]);
});
