/** Short messages in the corner. Successes go by themselves, everything else stays until it is dismissed. */
import type { ReactNode } from 'react';
import { create } from 'zustand';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { t } from '../i18n/index.ts';
import type { NoticeSpec, Tone } from '../ui/index.ts';

const SHOWN_MS = 8000;
const MOST = 4;

export const useNotices = create<{ readonly notices: readonly NoticeSpec[] }>(() => ({ notices: [] }));
let nextId = 1;

export function notice(tone: Tone, title: string, detail?: ReactNode): void {
  const id = nextId++;
  useNotices.setState(({ notices }) => ({ notices: [...notices, { id, tone, title, detail }].slice(-MOST) }));
  if (tone === 'ok' || tone === 'info')
    setTimeout(() => {
      dismissNotice(id);
    }, SHOWN_MS);
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }));
}

/** The sentence to show for anything thrown; the host's own are written for a person, ours are not. */
export const errorSentence = (error: unknown): string =>
  error instanceof RemnantError ? error.message : t('error.unexpected');

/** Says that something failed. A cancelled operation is no failure. */
export function noticeError(error: unknown): void {
  if (error instanceof RemnantError && error.code === 'cancelled') return;
  if (!(error instanceof RemnantError)) console.error(error);
  notice('danger', t('error.title'), errorSentence(error));
}
