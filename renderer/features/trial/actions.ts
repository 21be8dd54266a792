import type {
  EmbolisationInput,
  FunctionTestInput,
  SubjectInput,
  TimePointKind,
} from '../../../electron/core/contract/trial.ts';
import { goTo, routes } from '../../app/routes.ts';
import { host, type MethodInput } from '../../host/index.ts';
import {
  emptySubject,
  type EmbolisationDraft,
  type FunctionTestDraft,
  type MeasureDraft,
  type OutcomeDraft,
  type OutcomeForm,
  type SubjectDraft,
} from './forms.ts';
import {
  assignDraft,
  embolisationDraft,
  functionTestDraft,
  measureDraft,
  useRecord,
  type AssignDraft,
  type DialogState,
} from './store.ts';

const { setState: set, getState: get } = useRecord;

export function openDialog(dialog: DialogState): void {
  set({ dialog });
}
/** Closes the dialog; what was typed stays for the next time. */
export function closeDialog(): void {
  set({ dialog: null });
}

export function editSubject(change: Partial<SubjectDraft>): void {
  set(({ subject }) => ({ subject: { ...subject, ...change } }));
}
export function editMeasure(subjectId: string, change: Partial<MeasureDraft>): void {
  set((state) => ({ measures: { ...state.measures, [subjectId]: { ...measureDraft(state, subjectId), ...change } } }));
}
export function editEmbolisation(subjectId: string, change: Partial<EmbolisationDraft>): void {
  set((state) => ({
    embolisations: { ...state.embolisations, [subjectId]: { ...embolisationDraft(state, subjectId), ...change } },
  }));
}
export function editFunctionTest(subjectId: string, change: Partial<FunctionTestDraft>): void {
  set((state) => ({
    functionTests: { ...state.functionTests, [subjectId]: { ...functionTestDraft(state, subjectId), ...change } },
  }));
}
/** @param draft the whole of it, as the form shows it */
export function editOutcome(subjectId: string, draft: OutcomeDraft): void {
  set(({ outcomes }) => ({ outcomes: { ...outcomes, [subjectId]: draft } }));
}
export function editAssign(subjectId: string, change: Partial<AssignDraft>): void {
  set((state) => ({ assigns: { ...state.assigns, [subjectId]: { ...assignDraft(state, subjectId), ...change } } }));
}
export function editReason(timePointId: string, reason: string): void {
  set(({ reasons }) => ({ reasons: { ...reasons, [timePointId]: reason } }));
}

/** Each of these empties its draft only once the host has stored it. */
export async function addSubject(input: SubjectInput): Promise<void> {
  const { id } = await host.client.trial.addSubject(input);
  set({ subject: emptySubject, dialog: null });
  goTo(routes.recordOf(id));
}

export async function addMeasure(
  subjectId: string,
  measure: MethodInput<'trial.addMeasure'>['measure'],
): Promise<void> {
  await host.client.trial.addMeasure({ subjectId, measure });
  set({ measures: without(get().measures, subjectId), dialog: null });
}

export async function addEmbolisation(subjectId: string, embolisation: EmbolisationInput): Promise<void> {
  await host.client.trial.addEmbolisation({ subjectId, embolisation });
  set({ embolisations: without(get().embolisations, subjectId), dialog: null });
}

export async function addFunctionTest(subjectId: string, functionTest: FunctionTestInput): Promise<void> {
  await host.client.trial.addFunctionTest({ subjectId, functionTest });
  set({ functionTests: without(get().functionTests, subjectId), dialog: null });
}

export async function setOutcome(subjectId: string, form: OutcomeForm): Promise<void> {
  await host.client.trial.setOutcome({ subjectId, ...form });
  set({ outcomes: without(get().outcomes, subjectId), dialog: null });
}

export async function assignSeries(
  subjectId: string,
  kind: TimePointKind,
  seriesId: string,
  date: string | null,
): Promise<void> {
  await host.client.trial.setTimePoint({ subjectId, kind, seriesId, ...(date === null ? {} : { date }) });
  set({ assigns: without(get().assigns, subjectId), dialog: null });
}

export async function removeTimePoint(subjectId: string, timePointId: string, reason: string): Promise<void> {
  await host.client.trial.removeTimePoint({ subjectId, timePointId, reason });
  set({ reasons: without(get().reasons, timePointId), dialog: null });
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([own]) => own !== key));
}
