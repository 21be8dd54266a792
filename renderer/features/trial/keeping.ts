/** Keeps unfinished entries with the host, a moment after the last key, and finds them again. */
import type { FormDraft } from '../../../electron/core/contract/trial.ts';
import { host } from '../../host/index.ts';
import { keyText, useDraft, useRecord, type FormKey, type FormName } from './store.ts';
import type { Drafts } from './drafts.ts';

const SAVE_AFTER_MS = 400;
const { setState: set, getState: get } = useRecord;
const waiting = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; readonly save: () => void }>();

// A window that is closed keeps what its last key changed.
addEventListener('pagehide', () => {
  for (const key of [...waiting.keys()]) saveNow(key);
});

/** What is typed into a form, the whole of it. */
function editDraft<F extends FormName>(key: FormKey<F>, draft: Drafts[F]): void {
  const text = keyText(key);
  set(({ drafts }) => ({ drafts: { ...drafts, [text]: draft } }));
  clearTimeout(waiting.get(text)?.timer);
  const save = () => {
    const { form, subjectId, entryId } = key;
    // It stays in the window, and the next key tries again: nobody has to be told while the line is lost.
    host.client.trial.saveDraft({ form, subjectId, entryId, value: JSON.stringify(draft) }).catch(() => undefined);
  };
  const timer = setTimeout(() => {
    saveNow(text);
  }, SAVE_AFTER_MS);
  waiting.set(text, { timer, save });
}

/** What the form shows, and the way to change parts of it, which is kept as it is typed. */
export function useKeptDraft<F extends FormName>(
  key: FormKey<F>,
  initial: Drafts[F],
): readonly [Drafts[F], (change: Partial<Drafts[F]>) => void] {
  const draft = useDraft(key, initial);
  return [
    draft,
    (change) => {
      editDraft(key, { ...draft, ...change });
    },
  ];
}

function saveNow(text: string): void {
  const due = waiting.get(text);
  if (!due) return;
  clearTimeout(due.timer);
  waiting.delete(text);
  due.save();
}

/** Finds what was left unfinished before the form is shown. What is typed in this window is newer and wins. */
export async function findDrafts(subjectId: string | null): Promise<void> {
  let kept: readonly FormDraft[];
  try {
    kept = await host.client.trial.listDrafts({ subjectId });
  } catch {
    // Whoever may not enter anything has left nothing unfinished.
    return;
  }
  const found = Object.fromEntries(kept.map(({ value, savedAt, ...key }) => [keyText(key), { value, savedAt }]));
  set((state) => ({ found: { ...state.found, ...found } }));
}

/** Stored, or not wanted any more: the form starts anew. */
export function forgetDraft(key: FormKey): void {
  const text = keyText(key);
  clearTimeout(waiting.get(text)?.timer);
  waiting.delete(text);
  const { drafts, found } = get();
  set({ drafts: without(drafts, text), found: without(found, text) });
  const { form, subjectId, entryId } = key;
  // What stays behind is offered again; nothing of it is in the record.
  host.client.trial.discardDraft({ form, subjectId, entryId }).catch(() => undefined);
}

export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([own]) => own !== key));
}
