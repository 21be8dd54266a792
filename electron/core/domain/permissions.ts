/** Who may do what: the one table, applied around every handler and every command and asked by the window. */
import type { Role } from '../contract/accounts.ts';
import type { RemnantContract } from '../contract/index.ts';

/** 'anyone': also before anybody has signed in. */
type Access = 'anyone' | readonly Role[];
type Table = {
  readonly [S in keyof RemnantContract]: { readonly [M in keyof RemnantContract[S]['methods']]: Access };
};
export type MethodId = {
  [S in keyof RemnantContract]: `${S}.${keyof RemnantContract[S]['methods'] & string}`;
}[keyof RemnantContract];

const everyone: Access = ['reader', 'interventional_radiologist', 'site_staff', 'monitor', 'administrator'];
/** Draw and sign. */
const readers: Access = ['reader', 'interventional_radiologist'];
/** Keep the record and hand it out. */
const keepers: Access = ['site_staff', 'administrator'];
/** All who change anything: only the monitor doesn't. */
const workers: Access = [...readers, ...keepers];
/** The interventional radiologist knows best what was done. */
const embolisers: Access = [...keepers, 'interventional_radiologist'];
const administrators: Access = ['administrator'];

export const permissions: Table = {
  accounts: {
    state: 'anyone',
    workAlone: 'anyone',
    createFirst: 'anyone',
    signIn: 'anyone',
    signOut: 'anyone',
    lock: 'anyone',
    unlock: 'anyone',
    active: 'anyone',
    changePassword: everyone,
    list: administrators,
    add: administrators,
    setRole: administrators,
    setDisabled: administrators,
    resetPassword: administrators,
    endLockOut: administrators,
  },
  app: { info: everyone },
  jobs: { list: everyone, cancel: workers },
  library: {
    listSeries: everyone,
    getSeries: everyone,
    startImport: workers,
    startSample: workers,
    importReport: everyone,
    listImports: everyone,
    importFiles: everyone,
    confirmPhase: workers,
    joinOffers: everyone,
    joinSeries: workers,
    separateSeries: workers,
    resample: workers,
    checkOriginals: everyone,
    browse: workers,
  },
  segmentation: {
    open: everyone,
    list: everyone,
    listRevisions: everyone,
    commit: readers,
    inspectMask: readers,
    importMask: readers,
  },
  readings: {
    ofSeries: everyone,
    review: readers,
    sign: readers,
    lock: keepers,
    correct: readers,
    second: readers,
    discard: readers,
    adjudicate: readers,
    pairs: everyone,
    compareMasks: everyone,
  },
  models: { list: everyone, add: administrators, remove: administrators, run: readers },
  trial: {
    listSubjects: everyone,
    overview: everyone,
    getSubject: everyone,
    listPlans: everyone,
    addSubject: keepers,
    changeSubject: keepers,
    addMeasure: keepers,
    addEmbolisation: embolisers,
    addFunctionTest: keepers,
    setOutcome: keepers,
    setTimePoint: workers,
    changeTimePoint: workers,
    removeTimePoint: workers,
    correctMeasure: keepers,
    correctEmbolisation: embolisers,
    correctFunctionTest: keepers,
    strikeOut: embolisers,
    corrections: everyone,
    listSites: everyone,
    addSite: administrators,
    listDrafts: everyone,
    saveDraft: workers,
    discardDraft: workers,
  },
  results: { forSubject: everyone, growthBetween: everyone, protocols: everyone },
  exports: { resultsCsv: keepers, segmentationFile: workers, printed: workers },
  package: {
    completeness: everyone,
    list: everyone,
    start: keepers,
    report: workers,
    siteOverview: workers,
    signingKey: everyone,
  },
  audit: {
    list: everyone,
    values: everyone,
    history: everyone,
    exportEntries: workers,
    verify: everyone,
    outsideAnchor: everyone,
    setOutsideAnchor: administrators,
  },
  backup: { start: administrators, last: everyone },
  settings: { get: everyone, set: administrators },
};

const table = permissions as Readonly<Record<string, Readonly<Record<string, Access>>>>;

/** @returns undefined for a method that the table doesn't have: nobody may call it */
function accessTo(method: string): Access | undefined {
  const [service = '', name = ''] = method.split('.');
  return Object.hasOwn(table, service) && Object.hasOwn(table[service]!, name) ? table[service]![name] : undefined;
}

/** Answered also before anybody has signed in, and while the window is locked. */
export const isForAnyone = (method: MethodId): boolean => accessTo(method) === 'anyone';

/** @param role null: nobody has signed in */
export function mayCall(role: Role | null, method: MethodId): boolean {
  const access = accessTo(method);
  if (access === undefined) return false;
  if (access === 'anyone' || role === 'none') return true;
  return role !== null && access.includes(role);
}

export const roleNames: Readonly<Record<Role, string>> = {
  reader: 'Reader',
  interventional_radiologist: 'Interventional radiologist',
  site_staff: 'Site staff',
  monitor: 'Monitor',
  administrator: 'Administrator',
  none: 'No accounts',
};

/** Why the role may not do it, as one sentence with those who may; null when it may. */
export function refusalOf(role: Role | null, method: MethodId): string | null {
  if (mayCall(role, method)) return null;
  if (role === null) return 'Sign in first.';
  const access = accessTo(method);
  const allowed = Array.isArray(access) ? access.map((each: Role) => roleNames[each].toLowerCase()) : [];
  return `Your role (${roleNames[role].toLowerCase()}) does not include this; it is for: ${allowed.join(', ')}.`;
}

/** Whether what is computed on the way may be stored in this person's name. */
export const mayStore = (role: Role): boolean => role !== 'monitor';
