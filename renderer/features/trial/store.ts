/**
 * What is typed into the record's forms, exactly as typed, until it is stored or discarded. The host keeps it too (`drafts` of the trial service),
 * so that leaving a page loses nothing and neither does a crash.
 */
import { create } from 'zustand';
import type { Correction, FormDraft, OverviewFilter } from '../../../electron/core/contract/trial.ts';
import { restoredDraft, type Drafts } from './drafts.ts';

export type FormName = keyof Drafts;

/** One form: what it enters, of whom, and in the place of which entry. */
export interface FormKey<F extends FormName = FormName> {
  readonly form: F;
  readonly subjectId: string | null;
  readonly entryId: string | null;
}

export type StruckEntity = 'subject_measure' | 'embolisation' | 'function_test' | 'outcome';

export type DialogState =
  | FormKey
  | { readonly form: 'site'; readonly subjectId: null }
  | { readonly form: 'remove'; readonly subjectId: string; readonly timePointId: string }
  | {
      readonly form: 'strike';
      readonly subjectId: string;
      readonly entity: StruckEntity;
      readonly entryId: string;
      readonly name: string;
    }
  | { readonly form: 'history'; readonly subjectId: string; readonly entity: Correction['entity'] };

/** An unfinished entry that was there when its form was opened. */
type FoundDraft = Pick<FormDraft, 'value' | 'savedAt'>;

interface RecordState {
  readonly dialog: DialogState | null;
  readonly drafts: Readonly<Record<string, Drafts[FormName]>>;
  readonly found: Readonly<Record<string, FoundDraft>>;
  /** Of what is removed or struck out, by its id. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Of the site's overview; the list of subjects is found by the same text. */
  readonly filter: OverviewFilter;
}

export const useRecord = create<RecordState>(() => ({ dialog: null, drafts: {}, found: {}, reasons: {}, filter: {} }));

export const keyText = ({ form, subjectId, entryId }: FormKey): string =>
  [form, subjectId ?? 'new', entryId ?? 'new'].join('.');

/** What the form shows: what is typed, else what was left unfinished, else what it starts with. */
export function useDraft<F extends FormName>(key: FormKey<F>, initial: Drafts[F]): Drafts[F] {
  const text = keyText(key);
  const typed = useRecord((state) => state.drafts[text]);
  const found = useRecord((state) => state.found[text]);
  if (typed !== undefined) return typed as Drafts[F];
  return found === undefined ? initial : restoredDraft(initial, found.value);
}

/** When the unfinished entry that the form began with was kept; null for a form that began anew. */
export const useFoundAt = (key: FormKey | null): string | null =>
  useRecord((state) => (key === null ? null : (state.found[keyText(key)]?.savedAt ?? null)));
