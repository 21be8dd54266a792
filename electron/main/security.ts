/** What the window may not do. The page is our own, but it shows what other people's files contain. */
import type { App, Session, WebContents, WebFrameMain } from 'electron';

export const APP_ORIGIN = 'app://remnant';

const allowedSchemes = new Set(['app:', 'blob:', 'data:', 'devtools:']);

/** Nothing leaves the machine by way of the page: only its own addresses are ever loaded. */
export function mayLoad(url: string): boolean {
  return URL.canParse(url) && allowedSchemes.has(new URL(url).protocol);
}

/** Is this frame the page itself? A message from any other is not answered. */
export function isOwnFrame(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  if (frame?.parent !== null) return false;
  return frame.url === APP_ORIGIN || frame.url.startsWith(`${APP_ORIGIN}/`);
}

/** Refuses navigation, new windows and webviews of everything that is ever shown. */
export function lockContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Refuses every permission and every request to the network. */
export function lockSession(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'webRequest'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayLoad(details.url) });
  });
}

export function lockApp(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents);
  });
}
