/** What is typed into the record's forms. It stays here, exactly as typed, until it is stored or emptied: leaving a page loses nothing. */
import { create } from 'zustand';
import type { TimePointKind } from '../../../electron/core/contract/trial.ts';
import {
  emptyEmbolisation,
  emptyFunctionTest,
  emptyMeasure,
  emptySubject,
  type EmbolisationDraft,
  type FunctionTestDraft,
  type MeasureDraft,
  type OutcomeDraft,
  type SubjectDraft,
} from './forms.ts';

export interface AssignDraft {
  readonly kind: TimePointKind | null;
  readonly seriesId: string | null;
  readonly date: string;
}
export const emptyAssign: AssignDraft = { kind: null, seriesId: null, date: '' };

export type DialogState =
  | { readonly form: 'subject' }
  | { readonly form: 'measure' | 'embolisation' | 'functionTest' | 'outcome' | 'assign'; readonly subjectId: string }
  | { readonly form: 'remove'; readonly subjectId: string; readonly timePointId: string };

interface RecordState {
  readonly dialog: DialogState | null;
  readonly subject: SubjectDraft;
  readonly measures: Readonly<Record<string, MeasureDraft>>;
  readonly embolisations: Readonly<Record<string, EmbolisationDraft>>;
  readonly functionTests: Readonly<Record<string, FunctionTestDraft>>;
  readonly outcomes: Readonly<Record<string, OutcomeDraft>>;
  readonly assigns: Readonly<Record<string, AssignDraft>>;
  readonly reasons: Readonly<Record<string, string>>;
}

export const useRecord = create<RecordState>(() => ({
  dialog: null,
  subject: emptySubject,
  measures: {},
  embolisations: {},
  functionTests: {},
  outcomes: {},
  assigns: {},
  reasons: {},
}));

export const measureDraft = (state: RecordState, subjectId: string): MeasureDraft =>
  state.measures[subjectId] ?? emptyMeasure;
export const embolisationDraft = (state: RecordState, subjectId: string): EmbolisationDraft =>
  state.embolisations[subjectId] ?? emptyEmbolisation;
export const functionTestDraft = (state: RecordState, subjectId: string): FunctionTestDraft =>
  state.functionTests[subjectId] ?? emptyFunctionTest;
export const assignDraft = (state: RecordState, subjectId: string): AssignDraft =>
  state.assigns[subjectId] ?? emptyAssign;
