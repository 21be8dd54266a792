/**
 * The record's forms: what is wrong with what is typed (a sentence per field), and the input for the host. The contract's own schemas judge;
 * this only finds the words. Pure.
 */
import type { z } from 'zod';
import type { Series } from '../../../electron/core/contract/library.ts';
import {
  earlierProcedure,
  embolisationDetails,
  embolisationInput,
  functionTestInput,
  measureInput,
  outcomeInput,
  subjectInput,
  type EmbolisationDetails,
  type EmbolisationInput,
  type FunctionTestInput,
  type OutcomeInput,
  type Subject,
  type SubjectChange,
  type SubjectInput,
  type TimePoint,
  type TimePointKind,
} from '../../../electron/core/contract/trial.ts';
import { calendarDate } from '../../../electron/core/contract/common.ts';
import { windowDeviationDays, type Protocol } from '../../../electron/core/domain/protocol.ts';
import { bodySurfaceM2 } from '../../../electron/core/domain/bodySurface.ts';
import { daysBetween } from '../../../electron/core/domain/dates.ts';
import { implausibleDates, newlyImpossible, type RecordDates } from '../../../electron/core/domain/subjectDates.ts';
import { quantities } from '../../../electron/core/domain/quantities.ts';
import { t } from '../../i18n/index.ts';
import { parseDecimal } from '../../ui/parseDecimal.ts';
import {
  emptyProduct,
  subjectDraftOf,
  type EmbolisationDraft,
  type FunctionTestDraft,
  type MeasureDraft,
  type OutcomeDraft,
  type SubjectDraft,
  type TimePointDraft,
} from './drafts.ts';
import { assignProblem } from './model.ts';

export type Errors<D> = { readonly [F in keyof D]?: string };
export type Checked<D, I> =
  { readonly ok: true; readonly input: I } | { readonly ok: false; readonly errors: Errors<D> };

/** A day that exists and is not after `today`. */
export function dateError(date: string, today: string): string | undefined {
  if (!calendarDate.safeParse(date.trim()).success) return t('form.date');
  return date.trim() > today ? t('form.future') : undefined;
}

const limits = {
  heightCm: { min: 50, max: 260, unit: 'cm' },
  weightKg: { min: 20, max: 400, unit: 'kg' },
} as const;

function numberError(field: keyof typeof limits, text: string): string | undefined {
  const value = parseDecimal(text);
  if (value === null) return t('form.number');
  return measureInput.shape[field].safeParse(value).success ? undefined : t('form.between', limits[field]);
}

function measureErrors(draft: MeasureDraft, today: string): Errors<MeasureDraft> {
  return defined({
    date: dateError(draft.date, today),
    heightCm: numberError('heightCm', draft.heightCm),
    weightKg: numberError('weightKg', draft.weightKg),
  });
}

export function checkMeasure(draft: MeasureDraft, today: string): Checked<MeasureDraft, z.input<typeof measureInput>> {
  const errors = measureErrors(draft, today);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const input = {
    date: draft.date.trim(),
    heightCm: parseDecimal(draft.heightCm),
    weightKg: parseDecimal(draft.weightKg),
  };
  return { ok: true, input: measureInput.parse(input) };
}

/** Height and weight may be left out together, not in part. */
export function checkSubject(draft: SubjectDraft, today: string): Checked<SubjectDraft, SubjectInput> {
  const hasMeasure = [draft.date, draft.heightCm, draft.weightKg].some((text) => text.trim() !== '');
  const measured = hasMeasure ? checkMeasure(draft, today) : null;
  const items = checkItems(draft, today);
  const errors: Errors<SubjectDraft> = { ...(measured?.ok === false ? measured.errors : {}), ...errorsOf(items) };
  if (!items.ok || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, input: { ...items.input, ...(measured?.ok ? { measure: measured.input } : {}) } };
}

interface SubjectChanges {
  readonly change: SubjectChange;
  readonly reason?: string;
}

/** The items of a subject that is there; a reason is asked for where something recorded changes. */
export function checkSubjectChange(
  draft: SubjectDraft,
  subject: Subject,
  today: string,
): Checked<SubjectDraft, SubjectChanges> {
  const items = checkItems(draft, today);
  const reason = needsReason(draft, subject) ? checkReason(draft.changeReason) : null;
  const errors: Errors<SubjectDraft> = {
    ...errorsOf(items),
    ...(reason?.ok === false ? { changeReason: t('form.reason') } : {}),
  };
  if (!items.ok || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, input: { change: items.input, ...(reason?.ok ? { reason: reason.input } : {}) } };
}

/** Does the draft put something in the place of what is recorded, rather than fill in what is still open? */
export function needsReason(draft: SubjectDraft, subject: Subject): boolean {
  const before = subjectDraftOf(subject);
  const differs = (field: keyof SubjectDraft): boolean => {
    const old = before[field];
    const isOpen = old === null || old === '' || old === 'unknown' || (Array.isArray(old) && old.length === 0);
    return !isOpen && JSON.stringify(draft[field]) !== JSON.stringify(old);
  };
  const items = [
    'code',
    'sex',
    'liverQuality',
    'siteId',
    'protocolId',
    'yearOfBirth',
    'planned',
    'plannedNote',
    'procedures',
  ];
  return items.some((field) => differs(field as keyof SubjectDraft));
}

type SubjectItems = Omit<SubjectInput, 'measure'>;

function checkItems(draft: SubjectDraft, today: string): Checked<SubjectDraft, SubjectItems> {
  const code = subjectInput.shape.code.safeParse(draft.code.trim());
  const planned = { kind: draft.planned, note: draft.plannedNote.trim() };
  const procedures = draft.procedures.map((each) => ({ ...each, date: each.date.trim() }));
  const year = draft.yearOfBirth.trim() === '' ? null : Number(draft.yearOfBirth);
  const thisYear = Number(today.slice(0, 4));
  const errors: Errors<SubjectDraft> = defined({
    code: code.success ? undefined : (code.error.issues[0]?.message ?? t('form.wrong')),
    sex: draft.sex === null ? t('form.choose') : undefined,
    yearOfBirth:
      year === null || (Number.isInteger(year) && year >= 1900 && year <= thisYear)
        ? undefined
        : t('subject.bornWrong'),
    plannedNote: draft.planned === 'other' && planned.note === '' ? t('subject.plannedNoteNeeded') : undefined,
    procedures: procedures.every((each) => earlierProcedure.safeParse(each).success)
      ? undefined
      : t('subject.procedureDate'),
  });
  if (Object.keys(errors).length > 0 || !code.success || draft.sex === null) return { ok: false, errors };
  const { sex, liverQuality, siteId, protocolId } = draft;
  return {
    ok: true,
    input: {
      code: code.data,
      sex,
      liverQuality,
      ...(siteId === null ? {} : { siteId }),
      ...(protocolId === null ? {} : { protocolId }),
      yearOfBirth: year,
      plannedResection: planned.kind === null ? null : { kind: planned.kind, note: planned.note },
      earlierProcedures: procedures,
    },
  };
}

const errorsOf = <D, I>(checked: Checked<D, I>): Errors<D> => (checked.ok ? {} : checked.errors);

/** A correction says why. */
export function withReason<D extends { readonly changeReason: string }, I>(
  checked: Checked<Omit<D, 'changeReason'>, I>,
  draft: D,
  isCorrection: boolean,
): Checked<D, { readonly entered: I; readonly reason: string | null }> {
  const reason = isCorrection ? checkReason(draft.changeReason) : null;
  const wrong: Errors<{ readonly changeReason: string }> =
    reason?.ok === false ? { changeReason: t('form.reason') } : {};
  if (!checked.ok || reason?.ok === false) return { ok: false, errors: { ...errorsOf(checked), ...wrong } };
  return { ok: true, input: { entered: checked.input, reason: reason?.ok ? reason.input : null } };
}

/**
 * What the dates of a record would say with an entry as it is typed, and don't say without it: an error where it is impossible, a warning where
 * it is unlikely. A date that isn't written whole yet says nothing.
 */
export function dateNotes(
  before: Subject,
  change: Partial<RecordDates>,
  today: string,
): { readonly error?: string; readonly warning?: string } {
  const after = { ...before, ...change };
  const dates = [...after.measures, ...after.embolisations, ...after.functionTests, ...after.timePoints];
  if (!dates.every(({ date }) => calendarDate.safeParse(date).success)) return {};
  const error = newlyImpossible(before, after, today);
  if (error !== null) return { error };
  const known = implausibleDates(before, today);
  const warning = implausibleDates(after, today).find((sentence) => !known.includes(sentence));
  return warning === undefined ? {} : { warning };
}

export function checkEmbolisation(
  draft: EmbolisationDraft,
  today: string,
): Checked<Omit<EmbolisationDraft, 'changeReason'>, EmbolisationInput> {
  const errors: Errors<EmbolisationDraft> = {
    ...combinationErrors(draft),
    ...defined({
      date: dateError(draft.date, today),
      kind: draft.kind === null ? t('form.choose') : undefined,
      materials: draft.materials.length === 0 ? t('form.chooseSome') : undefined,
      time: isTime(draft.time) ? undefined : t('embolisation.timeWrong'),
      glueRatio: isRatio(draft) ? undefined : t('embolisation.glueRatioWrong'),
      hepaticDate: hasSecondDate(draft) ? dateError(draft.hepaticDate, today) : undefined,
      hepaticTime: isTime(draft.hepaticTime) ? undefined : t('embolisation.timeWrong'),
      products: draft.materials.every((material) => isCount(draft.products[material]?.count ?? ''))
        ? undefined
        : t('embolisation.countWrong'),
    }),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const { date, kind, portalBranches, hepaticVeins, materials, note } = draft;
  const core = { date: date.trim(), kind, portalBranches, hepaticVeins, materials, note };
  return { ok: true, input: embolisationInput.parse({ ...core, details: detailsOf(draft) }) };
}

const isTime = (text: string): boolean =>
  text.trim() === '' || embolisationDetails.shape.time.safeParse(text.trim()).success;
const isRatio = ({ glueRatio, materials }: EmbolisationDraft): boolean =>
  !materials.includes('glue_lipiodol') ||
  glueRatio.trim() === '' ||
  embolisationDetails.shape.glueRatio.safeParse(glueRatio.trim()).success;
const hasSecondDate = ({ kind, sameSession, hepaticDate }: EmbolisationDraft): boolean =>
  kind === 'pve_hve' && sameSession === 'no' && hepaticDate.trim() !== '';
const isCount = (text: string): boolean => text.trim() === '' || /^[1-9]\d?$/.test(text.trim());

/** What belongs to veins that were not embolised, or to materials that were not used, isn't sent. */
function detailsOf(draft: EmbolisationDraft): EmbolisationDetails {
  const products = draft.materials.flatMap((material) => {
    const { count, size } = draft.products[material] ?? emptyProduct;
    const isTold = count.trim() !== '' || size.trim() !== '';
    return isTold ? [{ material, count: parseDecimal(count), size: size.trim() }] : [];
  });
  const [hasPortal, hasHepatic] = [draft.kind !== 'hve', draft.kind !== 'pve'];
  const isSecondSession = draft.kind === 'pve_hve' && draft.sameSession === 'no';
  return {
    time: textOf(draft.time),
    portalAccess: hasPortal ? draft.portalAccess : null,
    hepaticAccess: hasHepatic ? draft.hepaticAccess : null,
    products,
    glueRatio: draft.materials.includes('glue_lipiodol') ? textOf(draft.glueRatio) : null,
    portalSuccess: hasPortal ? draft.portalSuccess : null,
    hepaticSuccess: hasHepatic ? draft.hepaticSuccess : null,
    sameSession: draft.kind !== 'pve_hve' || draft.sameSession === null ? null : draft.sameSession === 'yes',
    hepaticDate: isSecondSession ? textOf(draft.hepaticDate) : null,
    hepaticTime: isSecondSession ? textOf(draft.hepaticTime) : null,
    cirseGrade: draft.cirseGrade === null ? null : Number(draft.cirseGrade),
    complication: draft.complication.trim(),
    reintervention: draft.reintervention === null ? null : draft.reintervention === 'yes',
    operatorRole: draft.operatorRole,
  };
}

const textOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

const isActivity = (value: number | null): boolean =>
  value !== null && functionTestInput.shape.activityMbq.safeParse(value).success;

/** The contract's sentence of a typed number. */
function functionError(field: 'uptakePctPerMin' | 'flrSharePct', text: string): string | undefined {
  const value = parseDecimal(text);
  if (value === null) return t('form.number');
  const parsed = functionTestInput.shape[field].safeParse(value);
  if (parsed.success) return undefined;
  return value < 2 && field === 'flrSharePct' ? parsed.error.issues[0]?.message : t(`functionTest.range.${field}`);
}

export function checkFunctionTest(
  draft: FunctionTestDraft,
  today: string,
): Checked<Omit<FunctionTestDraft, 'changeReason'>, FunctionTestInput> {
  const errors: Errors<FunctionTestDraft> = defined({
    date: dateError(draft.date, today),
    uptakePctPerMin: functionError('uptakePctPerMin', draft.uptakePctPerMin),
    flrSharePct: functionError('flrSharePct', draft.flrSharePct),
    activityMbq:
      draft.activityMbq.trim() === '' || isActivity(parseDecimal(draft.activityMbq))
        ? undefined
        : t('functionTest.range.activityMbq'),
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const input = {
    date: draft.date.trim(),
    uptakePctPerMin: parseDecimal(draft.uptakePctPerMin),
    flrSharePct: parseDecimal(draft.flrSharePct),
    tracer: draft.tracer,
    activityMbq: draft.activityMbq.trim() === '' ? null : parseDecimal(draft.activityMbq),
    note: draft.note,
  };
  return { ok: true, input: functionTestInput.parse(input) };
}

export interface OutcomeForm {
  readonly outcome: OutcomeInput;
  readonly changeReason?: string;
}

/**
 * What belongs to the other answer isn't sent: a reason against a resection, or what came after one.
 * @param isCorrection there is an outcome already
 */
export function checkOutcome(
  draft: OutcomeDraft,
  today: string,
  isCorrection: boolean,
): Checked<OutcomeDraft, OutcomeForm> {
  const isResectable = draft.resectable === 'yes';
  const wasResected = isResectable && draft.resectionDate.trim() !== '';
  const weight = parseDecimal(draft.specimenWeightG);
  const isWeighed = wasResected && draft.specimenWeightG.trim() !== '';
  const [parsedReason] = isCorrection ? [checkReason(draft.changeReason)] : [];
  const input = {
    decisionDate: draft.decisionDate.trim(),
    resectable: isResectable,
    reason: isResectable ? null : draft.reason,
    resectionDate: wasResected ? draft.resectionDate.trim() : null,
    specimenWeightG: isWeighed ? weight : null,
    phlfGrade: wasResected ? draft.phlfGrade : null,
    status90Days: wasResected ? draft.status90Days : null,
    note: draft.note,
  };
  const errors: Errors<OutcomeDraft> = defined({
    decisionDate: dateError(draft.decisionDate, today),
    resectable: draft.resectable === null ? t('form.choose') : undefined,
    reason: draft.resectable === 'no' && draft.reason === null ? t('form.choose') : undefined,
    resectionDate: wasResected ? resectionError(input, today) : undefined,
    specimenWeightG: isWeighed ? weightError(weight) : undefined,
    changeReason: parsedReason?.ok === false ? parsedReason.errors.reason : undefined,
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const reason = parsedReason?.ok ? { changeReason: parsedReason.input } : {};
  return { ok: true, input: { outcome: outcomeInput.parse(input), ...reason } };
}

const resectionError = (input: { decisionDate: string; resectionDate: string | null }, today: string) =>
  dateError(input.resectionDate ?? '', today) ??
  (input.resectionDate !== null && input.resectionDate < input.decisionDate ? t('outcome.beforeDecision') : undefined);

const weightError = (grams: number | null): string | undefined =>
  grams !== null && outcomeInput.shape.specimenWeightG.safeParse(grams).success ? undefined : t('outcome.weightRange');

/** What the contract says of the veins alone. Its refinements are silent while another field is wrong, so those are given stand-ins. */
function combinationErrors({ kind, portalBranches, hepaticVeins }: EmbolisationDraft): Errors<EmbolisationDraft> {
  if (kind === null) return {};
  const parsed = embolisationInput.safeParse({
    date: '2000-01-01',
    kind,
    portalBranches,
    hepaticVeins,
    materials: ['other'],
  });
  return Object.fromEntries((parsed.error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
}

/** Veins that don't belong to the chosen procedure are said at once; what is still missing only when the form is sent. */
export function wrongVeins(draft: EmbolisationDraft): Errors<EmbolisationDraft> {
  const errors = combinationErrors(draft);
  return defined({
    portalBranches: draft.portalBranches.length > 0 ? errors.portalBranches : undefined,
    hepaticVeins: draft.hepaticVeins.length > 0 ? errors.hepaticVeins : undefined,
  });
}

/** Body surface of what is typed: as a hint, or as a warning where it is not plausible. Never blocks. */
export function bodySurfaceNote({ heightCm, weightKg }: Pick<MeasureDraft, 'heightCm' | 'weightKg'>): {
  readonly hint?: string;
  readonly warning?: string;
} {
  if (numberError('heightCm', heightCm) ?? numberError('weightKg', weightKg)) return {};
  const { value } = bodySurfaceM2('MOSTELLER', parseDecimal(heightCm)!, parseDecimal(weightKg)!);
  if (value === null) return {};
  const [low, high] = quantities.bsa.plausible;
  const shown = { value: value.toFixed(2) };
  return value < low || value > high
    ? { warning: t('measure.bsaWarning', shown) }
    : { hint: t('measure.bsaHint', shown) };
}

/** How the day of an embolisation fits the baseline CT and the protocol's window for it. Never blocks. */
export function embolisationWarning(
  date: string,
  { timePoints }: Pick<Subject, 'timePoints'>,
  protocol: Pick<Protocol, 'schedule'> | undefined,
): string | undefined {
  const baseline = timePoints.find(({ kind }) => kind === 'baseline');
  if (!baseline || !calendarDate.safeParse(date.trim()).success) return undefined;
  const days = daysBetween(baseline.date, date.trim());
  if (days < 0) return t('embolisation.beforeBaseline', { date: baseline.date });
  return !protocol || (windowDeviationDays(protocol, 'baseline', -days) ?? 0) === 0
    ? undefined
    : t('embolisation.longAfterBaseline', { date: baseline.date, days });
}

export interface AssignFields {
  readonly series: string;
  readonly date: string;
  readonly changeReason: string;
}

/** Whether the subject has another CT of this kind, which the series would take the place of. */
export const replacesCt = ({ timePoints }: Subject, kind: TimePointKind, seriesId: string | null): boolean =>
  kind !== 'unscheduled' && timePoints.some((one) => one.kind === kind && one.seriesId !== seriesId);

/** A series for a time point; the date is asked for only when the file has none, the reason only when it replaces another. */
export function checkAssign(
  draft: {
    readonly kind: TimePointKind;
    readonly series: Series | null;
    readonly date: string;
    readonly changeReason: string;
  },
  subjects: readonly Subject[],
  subject: Subject,
  today: string,
): Checked<AssignFields, { readonly seriesId: string; readonly date?: string; readonly reason?: string }> {
  const { kind, series, date } = draft;
  if (!series) return { ok: false, errors: { series: t('timePoint.seriesNeeded') } };
  const asksDate = series.acquisitionDate === null;
  const reason = replacesCt(subject, kind, series.id) ? checkReason(draft.changeReason) : null;
  const errors: Errors<AssignFields> = defined({
    series: assignProblem(series, subjects, subject, kind) ?? undefined,
    date: asksDate ? dateError(date, today) : undefined,
    changeReason: reason?.ok === false ? t('form.reason') : undefined,
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const input = { seriesId: series.id, ...(asksDate ? { date: date.trim() } : {}) };
  return { ok: true, input: { ...input, ...(reason?.ok ? { reason: reason.input } : {}) } };
}

interface TimePointChanges {
  readonly change: { readonly date: string; readonly quality: TimePoint['quality']; readonly note: string };
  readonly reason?: string;
}

/** Day, quality and note of a CT; a reason is asked for where something recorded changes. */
export function checkTimePoint(
  draft: TimePointDraft,
  timePoint: TimePoint,
  today: string,
): Checked<TimePointDraft, TimePointChanges> {
  const reason = timePointNeedsReason(draft, timePoint) ? checkReason(draft.changeReason) : null;
  const errors: Errors<TimePointDraft> = defined({
    date: dateError(draft.date, today),
    changeReason: reason?.ok === false ? t('form.reason') : undefined,
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const change = { date: draft.date.trim(), quality: draft.quality, note: draft.note };
  return { ok: true, input: { change, ...(reason?.ok ? { reason: reason.input } : {}) } };
}

export const timePointNeedsReason = (draft: TimePointDraft, { date, quality, note }: TimePoint): boolean =>
  draft.date.trim() !== date || (quality !== null && draft.quality !== quality) || (note !== '' && draft.note !== note);

/** Why a time point is taken out of the record; kept in the trail. */
export function checkReason(reason: string): Checked<{ readonly reason: string }, string> {
  const trimmed = reason.trim();
  return trimmed.length >= 3 ? { ok: true, input: trimmed } : { ok: false, errors: { reason: t('form.reason') } };
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
