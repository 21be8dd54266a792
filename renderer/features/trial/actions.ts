import type {
  EmbolisationInput,
  FunctionTestInput,
  SubjectInput,
  TimePointKind,
} from '../../../electron/core/contract/trial.ts';
import { goTo, routes } from '../../app/routes.ts';
import { host, type MethodInput } from '../../host/index.ts';
import type { OutcomeForm } from './forms.ts';
import { findDrafts, forgetDraft, without } from './keeping.ts';
import { useRecord, type DialogState } from './store.ts';

const { setState: set, getState: get } = useRecord;

/** Shown once what was left unfinished in it is found. */
export function openDialog(dialog: DialogState): void {
  void findDrafts(dialog.subjectId).then(() => {
    set({ dialog });
  });
}
/** Closes the dialog; what was typed stays for the next time. */
export function closeDialog(): void {
  set({ dialog: null });
}

export function editReason(id: string, reason: string): void {
  set(({ reasons }) => ({ reasons: { ...reasons, [id]: reason } }));
}

/** Each of these forgets the draft and closes the form only once the host has stored it. */
export async function addSubject(input: SubjectInput): Promise<void> {
  const { id } = await host.client.trial.addSubject(input);
  forgetDraft({ form: 'subject', subjectId: null, entryId: null });
  closeDialog();
  goTo(routes.recordOf(id));
}

export async function changeSubject(input: MethodInput<'trial.changeSubject'>): Promise<void> {
  await host.client.trial.changeSubject(input);
  forgetDraft({ form: 'subject', subjectId: input.subjectId, entryId: null });
  closeDialog();
}

/** A new entry, or one in the place of `entryId`. */
interface Entered<T> {
  readonly subjectId: string;
  readonly entryId: string | null;
  readonly entered: T;
  readonly reason: string | null;
}

export async function storeMeasure(input: Entered<MethodInput<'trial.addMeasure'>['measure']>): Promise<void> {
  const { subjectId, entryId, entered: measure, reason } = input;
  if (entryId === null) await host.client.trial.addMeasure({ subjectId, measure });
  else await host.client.trial.correctMeasure({ subjectId, entryId, measure, reason: reason ?? '' });
  forgetDraft({ form: 'measure', subjectId, entryId });
  closeDialog();
}

export async function storeEmbolisation(input: Entered<EmbolisationInput>): Promise<void> {
  const { subjectId, entryId, entered: embolisation, reason } = input;
  if (entryId === null) await host.client.trial.addEmbolisation({ subjectId, embolisation });
  else await host.client.trial.correctEmbolisation({ subjectId, entryId, embolisation, reason: reason ?? '' });
  forgetDraft({ form: 'embolisation', subjectId, entryId });
  closeDialog();
}

export async function storeFunctionTest(input: Entered<FunctionTestInput>): Promise<void> {
  const { subjectId, entryId, entered: functionTest, reason } = input;
  if (entryId === null) await host.client.trial.addFunctionTest({ subjectId, functionTest });
  else await host.client.trial.correctFunctionTest({ subjectId, entryId, functionTest, reason: reason ?? '' });
  forgetDraft({ form: 'function_test', subjectId, entryId });
  closeDialog();
}

export async function setOutcome(subjectId: string, entryId: string | null, form: OutcomeForm): Promise<void> {
  await host.client.trial.setOutcome({ subjectId, ...form });
  forgetDraft({ form: 'outcome', subjectId, entryId });
  closeDialog();
}

export async function assignSeries(
  subjectId: string,
  kind: TimePointKind,
  seriesId: string,
  date: string | null,
): Promise<void> {
  await host.client.trial.setTimePoint({ subjectId, kind, seriesId, ...(date === null ? {} : { date }) });
  forgetDraft({ form: 'time_point', subjectId, entryId: null });
  closeDialog();
}

export async function changeTimePoint(input: MethodInput<'trial.changeTimePoint'>): Promise<void> {
  await host.client.trial.changeTimePoint(input);
  forgetDraft({ form: 'time_point', subjectId: input.subjectId, entryId: input.timePointId });
  closeDialog();
}

export async function removeTimePoint(subjectId: string, timePointId: string, reason: string): Promise<void> {
  await host.client.trial.removeTimePoint({ subjectId, timePointId, reason });
  forgetReason(timePointId);
}

export async function strikeOut(input: MethodInput<'trial.strikeOut'>): Promise<void> {
  await host.client.trial.strikeOut(input);
  forgetReason(input.entryId);
}

export async function addSite(input: MethodInput<'trial.addSite'>): Promise<void> {
  await host.client.trial.addSite(input);
  closeDialog();
}

function forgetReason(id: string): void {
  set({ reasons: without(get().reasons, id), dialog: null });
}
