/**
 * What is typed into the record's forms, exactly as typed, and what each form starts with: nothing, or the entry that is corrected. Pure.
 */
import type {
  Embolisation,
  EmbolisationDetails,
  FunctionTest,
  Measure,
  Outcome,
  Subject,
  TimePoint,
  TimePointKind,
} from '../../../electron/core/contract/trial.ts';

/** Of a correction; empty in a new entry. */
interface Reasoned {
  readonly changeReason: string;
}

export interface MeasureDraft {
  readonly date: string;
  readonly heightCm: string;
  readonly weightKg: string;
}
export interface SubjectDraft extends MeasureDraft, Reasoned {
  readonly code: string;
  readonly sex: Subject['sex'] | null;
  readonly liverQuality: Subject['liverQuality'];
  readonly siteId: string | null;
  readonly protocolId: string | null;
  readonly yearOfBirth: string;
  readonly planned: ResectionKind | null;
  readonly plannedNote: string;
  readonly procedures: readonly ProcedureDraft[];
}
type ResectionKind = NonNullable<Subject['plannedResection']>['kind'];
export interface ProcedureDraft {
  readonly kind: Subject['earlierProcedures'][number]['kind'];
  readonly date: string;
  readonly note: string;
}
export interface EmbolisationDraft extends Reasoned {
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

export interface FunctionTestDraft extends Reasoned {
  readonly date: string;
  readonly uptakePctPerMin: string;
  readonly flrSharePct: string;
  readonly tracer: FunctionTest['tracer'];
  readonly activityMbq: string;
  readonly note: string;
}
/** Another CT for a time point, or another word on the one that is there. */
export interface TimePointDraft extends Reasoned {
  readonly kind: TimePointKind | null;
  readonly seriesId: string | null;
  readonly date: string;
  readonly quality: TimePoint['quality'];
  readonly note: string;
}

export interface OutcomeDraft extends Reasoned {
  readonly decisionDate: string;
  readonly resectable: 'yes' | 'no' | null;
  readonly reason: Outcome['reason'];
  readonly resectionDate: string;
  readonly specimenWeightG: string;
  readonly phlfGrade: Outcome['phlfGrade'];
  readonly status90Days: Outcome['status90Days'];
  readonly note: string;
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

export const emptyFunctionTest: FunctionTestDraft = {
  date: '',
  uptakePctPerMin: '',
  flrSharePct: '',
  tracer: 'mebrofenin_99mtc',
  activityMbq: '',
  note: '',
  changeReason: '',
};
export const emptyMeasure: MeasureDraft = { date: '', heightCm: '', weightKg: '' };
export const emptySubject: SubjectDraft = {
  ...emptyMeasure,
  code: '',
  sex: null,
  liverQuality: 'normal',
  siteId: null,
  protocolId: null,
  yearOfBirth: '',
  planned: null,
  plannedNote: '',
  procedures: [],
  changeReason: '',
};
export const emptyTimePoint: TimePointDraft = {
  kind: null,
  seriesId: null,
  date: '',
  quality: null,
  note: '',
  changeReason: '',
};
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
  changeReason: '',
};

/** A measure that is corrected says why. */
export type MeasureEntryDraft = MeasureDraft & Reasoned;

export const measureDraftOf = (measure: Measure | null): MeasureEntryDraft => ({
  date: measure?.date ?? '',
  heightCm: measure?.heightCm.toString() ?? '',
  weightKg: measure?.weightKg.toString() ?? '',
  changeReason: '',
});

export const functionTestDraftOf = (test: FunctionTest | null): FunctionTestDraft =>
  test === null
    ? emptyFunctionTest
    : {
        date: test.date,
        uptakePctPerMin: test.uptakePctPerMin.toString(),
        flrSharePct: test.flrSharePct.toString(),
        tracer: test.tracer,
        activityMbq: test.activityMbq?.toString() ?? '',
        note: test.note,
        changeReason: '',
      };

export function embolisationDraftOf(embolisation: Embolisation | null): EmbolisationDraft {
  if (embolisation === null) return emptyEmbolisation;
  const { date, kind, portalBranches, hepaticVeins, materials, note, details } = embolisation;
  const yesNo = (value: boolean | null) => (value === null ? null : value ? 'yes' : 'no');
  return {
    date,
    kind,
    portalBranches,
    hepaticVeins,
    materials,
    note,
    time: details.time ?? '',
    portalAccess: details.portalAccess,
    hepaticAccess: details.hepaticAccess,
    products: Object.fromEntries(
      details.products.map(({ material, count, size }) => [material, { count: count?.toString() ?? '', size }]),
    ),
    glueRatio: details.glueRatio ?? '',
    portalSuccess: details.portalSuccess,
    hepaticSuccess: details.hepaticSuccess,
    sameSession: yesNo(details.sameSession),
    hepaticDate: details.hepaticDate ?? '',
    hepaticTime: details.hepaticTime ?? '',
    cirseGrade: cirseGrades[details.cirseGrade ?? -1] ?? null,
    complication: details.complication,
    reintervention: yesNo(details.reintervention),
    operatorRole: details.operatorRole,
    changeReason: '',
  };
}

export const timePointDraftOf = (timePoint: TimePoint | null): TimePointDraft =>
  timePoint === null
    ? emptyTimePoint
    : {
        kind: timePoint.kind,
        seriesId: timePoint.seriesId,
        date: timePoint.date,
        quality: timePoint.quality,
        note: timePoint.note,
        changeReason: '',
      };

export const subjectDraftOf = (subject: Subject | null): SubjectDraft =>
  subject === null
    ? emptySubject
    : {
        ...emptySubject,
        code: subject.code,
        sex: subject.sex,
        liverQuality: subject.liverQuality,
        siteId: subject.siteId,
        protocolId: subject.protocolId,
        yearOfBirth: subject.yearOfBirth?.toString() ?? '',
        planned: subject.plannedResection?.kind ?? null,
        plannedNote: subject.plannedResection?.note ?? '',
        procedures: subject.earlierProcedures,
      };

/** What each form of the record keeps while it is filled in. */
export interface Drafts {
  readonly subject: SubjectDraft;
  readonly measure: MeasureEntryDraft;
  readonly embolisation: EmbolisationDraft;
  readonly function_test: FunctionTestDraft;
  readonly outcome: OutcomeDraft;
  readonly time_point: TimePointDraft;
}

/**
 * An unfinished entry as it was kept, on top of what the form starts with. A field of another kind than the form has, as an older program may
 * have left it, starts anew.
 */
export function restoredDraft<D extends object>(initial: D, kept: string): D {
  let stored: unknown;
  try {
    stored = JSON.parse(kept);
  } catch {
    return initial;
  }
  if (typeof stored !== 'object' || stored === null) return initial;
  const found = stored as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(initial).map(([field, start]: [string, unknown]) => {
      const value = found[field];
      return [field, Object.hasOwn(found, field) && isOfKind(value, start) ? value : start];
    }),
  ) as D;
}

/** A choice that is still open may be made; everything else stays what it is. */
function isOfKind(value: unknown, start: unknown): boolean {
  if (start === null || value === null) return value === null || typeof value === 'string';
  return typeof value === typeof start && Array.isArray(value) === Array.isArray(start);
}
