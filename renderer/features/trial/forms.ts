/**
 * The record's forms: what is typed (drafts, kept exactly as typed), what is wrong with it (a sentence per field), and the input for the host.
 * The contract's own schemas judge; this only finds the words. Pure.
 */
import type { z } from 'zod';
import type { Series } from '../../../electron/core/contract/library.ts';
import {
  embolisationDetails,
  embolisationInput,
  functionTestInput,
  measureInput,
  outcomeInput,
  subjectInput,
  type Embolisation,
  type EmbolisationDetails,
  type EmbolisationInput,
  type FunctionTestInput,
  type Outcome,
  type OutcomeInput,
  type Subject,
  type SubjectInput,
  type TimePointKind,
} from '../../../electron/core/contract/trial.ts';
import { calendarDate } from '../../../electron/core/contract/common.ts';
import { bodySurfaceM2 } from '../../../electron/core/domain/bodySurface.ts';
import { daysBetween } from '../../../electron/core/domain/dates.ts';
import { quantities } from '../../../electron/core/domain/quantities.ts';
import { t } from '../../i18n/index.ts';
import { parseDecimal } from '../../ui/parseDecimal.ts';
import { assignProblem } from './model.ts';
import { baselineDeviationDays } from '../volumetry/protocols.ts';

export interface MeasureDraft {
  readonly date: string;
  readonly heightCm: string;
  readonly weightKg: string;
}
export interface SubjectDraft extends MeasureDraft {
  readonly code: string;
  readonly sex: Subject['sex'] | null;
  readonly liverQuality: Subject['liverQuality'];
}
export interface EmbolisationDraft {
  readonly date: string;
  readonly kind: Embolisation['kind'] | null;
  readonly portalBranches: Embolisation['portalBranches'];
  readonly hepaticVeins: Embolisation['hepaticVeins'];
  readonly materials: Embolisation['materials'];
  readonly note: string;
  readonly time: string;
  readonly portalAccess: EmbolisationDetails['portalAccess'];
  readonly hepaticAccess: EmbolisationDetails['hepaticAccess'];
  /** By material; those of a material that isn't chosen any more are kept, and not sent. */
  readonly products: Readonly<Partial<Record<Material, ProductDraft>>>;
  readonly glueRatio: string;
  readonly portalSuccess: EmbolisationDetails['portalSuccess'];
  readonly hepaticSuccess: EmbolisationDetails['hepaticSuccess'];
  readonly sameSession: 'yes' | 'no' | null;
  readonly hepaticDate: string;
  readonly hepaticTime: string;
  readonly complication: string;
  readonly cirseGrade: CirseGrade | null;
  readonly reintervention: 'yes' | 'no' | null;
  readonly operatorRole: EmbolisationDetails['operatorRole'];
}
type Material = Embolisation['materials'][number];
export const cirseGrades = ['0', '1', '2', '3', '4', '5', '6'] as const;
export type CirseGrade = (typeof cirseGrades)[number];
export interface ProductDraft {
  readonly count: string;
  readonly size: string;
}
export const emptyProduct: ProductDraft = { count: '', size: '' };

export interface FunctionTestDraft {
  readonly date: string;
  readonly uptakePctPerMin: string;
  readonly flrSharePct: string;
  readonly note: string;
}

export interface OutcomeDraft {
  readonly decisionDate: string;
  readonly resectable: 'yes' | 'no' | null;
  readonly reason: Outcome['reason'];
  readonly resectionDate: string;
  readonly specimenWeightG: string;
  readonly phlfGrade: Outcome['phlfGrade'];
  readonly status90Days: Outcome['status90Days'];
  readonly note: string;
  readonly changeReason: string;
}

/** What a form starts with: nothing, or what is to be corrected. */
export function outcomeDraftOf(outcome: Outcome | null): OutcomeDraft {
  return {
    decisionDate: outcome?.decisionDate ?? '',
    resectable: outcome === null ? null : outcome.resectable ? 'yes' : 'no',
    reason: outcome?.reason ?? null,
    resectionDate: outcome?.resectionDate ?? '',
    specimenWeightG: outcome?.specimenWeightG?.toString() ?? '',
    phlfGrade: outcome?.phlfGrade ?? null,
    status90Days: outcome?.status90Days ?? null,
    note: outcome?.note ?? '',
    changeReason: '',
  };
}

export const emptyFunctionTest: FunctionTestDraft = { date: '', uptakePctPerMin: '', flrSharePct: '', note: '' };
export const emptyMeasure: MeasureDraft = { date: '', heightCm: '', weightKg: '' };
export const emptySubject: SubjectDraft = { ...emptyMeasure, code: '', sex: null, liverQuality: 'normal' };
export const emptyEmbolisation: EmbolisationDraft = {
  date: '',
  kind: null,
  portalBranches: [],
  hepaticVeins: [],
  materials: [],
  note: '',
  time: '',
  portalAccess: null,
  hepaticAccess: null,
  products: {},
  glueRatio: '',
  portalSuccess: null,
  hepaticSuccess: null,
  sameSession: null,
  hepaticDate: '',
  hepaticTime: '',
  complication: '',
  cirseGrade: null,
  reintervention: null,
  operatorRole: null,
};

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
  const code = subjectInput.shape.code.safeParse(draft.code.trim());
  const errors: Errors<SubjectDraft> = {
    ...(measured?.ok === false ? measured.errors : {}),
    ...defined({
      code: code.success ? undefined : (code.error.issues[0]?.message ?? t('form.wrong')),
      sex: draft.sex === null ? t('form.choose') : undefined,
    }),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const { sex, liverQuality } = draft;
  const measure = measured?.ok ? { measure: measured.input } : {};
  return {
    ok: true,
    input: { ...subjectInput.parse({ code: code.data, sex, liverQuality, ...measure }), liverQuality },
  };
}

export function checkEmbolisation(
  draft: EmbolisationDraft,
  today: string,
): Checked<EmbolisationDraft, EmbolisationInput> {
  const errors: Errors<EmbolisationDraft> = {
    ...combinationErrors(draft),
    ...defined({
      date: dateError(draft.date, today),
      kind: draft.kind === null ? t('form.choose') : undefined,
      materials: draft.materials.length === 0 ? t('form.chooseSome') : undefined,
      time: isTime(draft.time) ? undefined : t('embolisation.timeWrong'),
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
): Checked<FunctionTestDraft, FunctionTestInput> {
  const errors: Errors<FunctionTestDraft> = defined({
    date: dateError(draft.date, today),
    uptakePctPerMin: functionError('uptakePctPerMin', draft.uptakePctPerMin),
    flrSharePct: functionError('flrSharePct', draft.flrSharePct),
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const input = {
    date: draft.date.trim(),
    uptakePctPerMin: parseDecimal(draft.uptakePctPerMin),
    flrSharePct: parseDecimal(draft.flrSharePct),
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

/** How the day of an embolisation fits the baseline CT. Never blocks. */
export function embolisationWarning(date: string, { timePoints }: Pick<Subject, 'timePoints'>): string | undefined {
  const baseline = timePoints.find(({ kind }) => kind === 'baseline');
  if (!baseline || !calendarDate.safeParse(date.trim()).success) return undefined;
  const days = daysBetween(baseline.date, date.trim());
  if (days < 0) return t('embolisation.beforeBaseline', { date: baseline.date });
  return baselineDeviationDays(days) === 0
    ? undefined
    : t('embolisation.longAfterBaseline', { date: baseline.date, days });
}

export interface AssignFields {
  readonly series: string;
  readonly date: string;
}

/** A series for a time point; the date is asked for only when the file has none. */
export function checkAssign(
  draft: { readonly kind: TimePointKind; readonly series: Series | null; readonly date: string },
  subjects: readonly Subject[],
  subject: Subject,
  today: string,
): Checked<AssignFields, { readonly seriesId: string; readonly date: string | null }> {
  const { kind, series, date } = draft;
  if (!series) return { ok: false, errors: { series: t('timePoint.seriesNeeded') } };
  const asksDate = series.acquisitionDate === null;
  const errors: Errors<AssignFields> = defined({
    series: assignProblem(series, subjects, subject, kind) ?? undefined,
    date: asksDate ? dateError(date, today) : undefined,
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, input: { seriesId: series.id, date: asksDate ? date.trim() : null } };
}

/** Why a time point is taken out of the record; kept in the trail. */
export function checkReason(reason: string): Checked<{ readonly reason: string }, string> {
  const trimmed = reason.trim();
  return trimmed.length >= 3 ? { ok: true, input: trimmed } : { ok: false, errors: { reason: t('form.reason') } };
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
