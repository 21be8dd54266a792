/**
 * A reading is one reader's segmentation of one CT, on its way from draft to locked. The steps, who may take them and what they need are all
 * here; host and window ask the same functions.
 */
export const readingStates = ['draft', 'reviewed', 'signed', 'locked'] as const;
export type ReadingState = (typeof readingStates)[number];

export const readingOrdinals = ['first', 'second', 'adjudication'] as const;
export type ReadingOrdinal = (typeof readingOrdinals)[number];

export const readingSteps = ['draw', 'review', 'sign', 'lock', 'correct'] as const;
export type ReadingStep = (typeof readingSteps)[number];

/** Who did something, as it is kept beside what was done. */
export interface Person {
  /** null: there are no accounts. */
  readonly accountId: string | null;
  /** Login, or the operating system's user. */
  readonly user: string;
  readonly printedName: string;
  readonly role: string;
}

/** Roles that read CTs. 'none': single-person mode, in which everyone is everything. */
const readerRoles: ReadonlySet<string> = new Set(['reader', 'interventional_radiologist', 'none']);
const custodianRoles: ReadonlySet<string> = new Set(['site_staff', 'administrator', 'none']);

export const isReader = ({ role }: Person): boolean => readerRoles.has(role);
export const isCustodian = ({ role }: Person): boolean => custodianRoles.has(role);

/** Without accounts nobody is told apart from anybody. */
export function isSamePerson(a: Pick<Person, 'accountId'>, b: Pick<Person, 'accountId'>): boolean {
  return a.accountId === null || b.accountId === null || a.accountId === b.accountId;
}

/** What decides whether a step may be taken. */
export interface ReadingFacts {
  readonly state: ReadingState;
  /** null: nobody has drawn in it yet. */
  readonly reader: Pick<Person, 'accountId' | 'printedName'> | null;
  /** A newer version has taken its place. */
  readonly isSuperseded: boolean;
  readonly hasDrawing: boolean;
  /** Sentences of the checks that must be settled first; see `isBlocking`. */
  readonly blocking: readonly string[];
  /** Why there is no result of the newest revision; null when there is one. */
  readonly missingResult: string | null;
  /** Whether the present result is the one that the last signature is for. */
  readonly isResultSigned: boolean;
}

const from: Readonly<Record<ReadingStep, readonly ReadingState[]>> = {
  draw: ['draft', 'reviewed'],
  review: ['draft'],
  // A signed reading is signed again when the record has changed and made another result of it.
  sign: ['reviewed', 'signed'],
  lock: ['signed'],
  correct: ['signed', 'locked'],
};

/** The state that a step leads to; a correction leaves the old version as it is. */
export function stateAfter(step: ReadingStep, state: ReadingState): ReadingState {
  switch (step) {
    case 'draw':
      return 'draft';
    case 'review':
      return 'reviewed';
    case 'sign':
      return 'signed';
    case 'lock':
      return 'locked';
    case 'correct':
      return state;
  }
}

/** Why the actor may not take this step now, as one sentence; null when they may. */
export function refusalOf(step: ReadingStep, facts: ReadingFacts, actor: Person): string | null {
  return refusedByRole(step, facts, actor) ?? refusedByState(step, facts) ?? refusedByContent(step, facts);
}

function refusedByRole(step: ReadingStep, { reader }: ReadingFacts, actor: Person): string | null {
  if (step === 'lock')
    return isCustodian(actor) ? null : 'A reading is locked by site staff or an administrator, not by a reader.';
  if (!isReader(actor)) return 'Only readers draw, review and sign.';
  if (reader !== null && !isSamePerson(reader, actor)) return `This is the reading of ${reader.printedName}.`;
  return null;
}

function refusedByState(step: ReadingStep, { state, isSuperseded, isResultSigned }: ReadingFacts): string | null {
  if (isSuperseded) return 'This version was corrected: a newer one has taken its place.';
  if (step === 'sign' && state === 'signed' && isResultSigned) return 'This reading is signed already.';
  if (from[step].includes(state)) return null;
  switch (step) {
    case 'draw':
      return `This reading is ${state} and can't be drawn on; correct it with a reason, which makes a new version.`;
    case 'review':
      return `This reading is ${state} already.`;
    case 'sign':
      return state === 'draft' ? 'Review the reading first, then sign it.' : `This reading is ${state} already.`;
    case 'lock':
      return state === 'locked' ? 'This reading is locked already.' : 'Only a signed reading can be locked.';
    case 'correct':
      return 'This reading is not signed yet, so it can still be drawn on; there is nothing to correct.';
  }
}

function refusedByContent(step: ReadingStep, facts: ReadingFacts): string | null {
  if (step !== 'review' && step !== 'sign') return null;
  if (!facts.hasDrawing) return 'Nothing is drawn yet.';
  if (facts.blocking.length > 0) return `Settle this first: ${facts.blocking.join(' ')}`;
  return step === 'sign' ? facts.missingResult : null;
}

const blockingKinds: ReadonlySet<string> = new Set(['noLiver', 'noCut', 'liverGaps', 'tumourDetached', 'unconfirmed']);

/**
 * Checks that make the numbers wrong or leave them open: no liver or remnant, slices left out, tumour outside the liver, lesions that nobody
 * has confirmed. The others may be right as they are; reviewing says that they were looked at.
 */
export const isBlocking = ({ kind }: { readonly kind: string }): boolean => blockingKinds.has(kind);

/** The version of one reading that stands for it: the newest that is signed, or the newest draft as long as none is. */
export function standingVersion<R extends { readonly version: number; readonly state: ReadingState }>(
  versions: readonly R[],
): R | undefined {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version);
  return newestFirst.find(isFinished) ?? newestFirst[0];
}

/** Signed or locked. */
export const isFinished = ({ state }: { readonly state: ReadingState }): boolean =>
  state === 'signed' || state === 'locked';

export const adjudicationChoices = ['first', 'second', 'new'] as const;
export type AdjudicationChoice = (typeof adjudicationChoices)[number];

interface Sibling {
  readonly ordinal: ReadingOrdinal;
  readonly version: number;
  readonly state: ReadingState;
}

/**
 * Which reading of a CT counts: what the last decision chose, without one the first. An adjudicator's own reading counts from its signature on;
 * until then the decision before it holds.
 * @param choices of the decisions, oldest first
 */
export function countingReading<R extends Sibling>(
  readings: readonly R[],
  choices: readonly AdjudicationChoice[],
): R | undefined {
  const standing = (ordinal: ReadingOrdinal): R | undefined =>
    standingVersion(readings.filter((reading) => reading.ordinal === ordinal));
  const own = standing('adjudication');
  const isOwnFinished = own !== undefined && isFinished(own);
  const choice = choices.findLast((each) => each !== 'new' || isOwnFinished) ?? 'first';
  return choice === 'new' ? own : standing(choice);
}

/** Both independent readings are there and signed: they may be compared, and each reader may see the other's. */
export function bothSigned(readings: readonly Sibling[]): boolean {
  return (['first', 'second'] as const).every((ordinal) => {
    const standing = standingVersion(readings.filter((reading) => reading.ordinal === ordinal));
    return standing !== undefined && isFinished(standing);
  });
}

interface Readable extends Sibling {
  readonly reader: Pick<Person, 'accountId'> | null;
}

/** Nobody with an account has drawn in it: whoever goes on with it becomes its reader. */
export const isUnclaimed = ({ reader }: Pick<Readable, 'reader'>): boolean =>
  reader === null || reader.accountId === null;

/** Whether the actor is its reader; without accounts everyone is. */
export const isOwn = ({ reader }: Pick<Readable, 'reader'>, actor: Person): boolean =>
  actor.role === 'none' || (reader !== null && reader.accountId !== null && reader.accountId === actor.accountId);

/**
 * Blind readings: whether the actor may see masks and numbers of a reading of a CT.
 *
 * Who doesn't read sees all. A reader sees their own, and what nobody has taken yet; what someone else reads only when both independent readings
 * are signed, or when it is locked, after which no second reading of the CT can begin. Without accounts the same person reads twice: the first
 * reading is hidden until the second is signed too.
 * @param readings all of the CT
 */
export function maySee(reading: Readable, readings: readonly Readable[], actor: Person): boolean {
  if (!isReader(actor)) return true;
  const isReadTwice = readings.some(({ ordinal }) => ordinal === 'second');
  if (isReadTwice && bothSigned(readings)) return true;
  if (actor.role === 'none') return !isReadTwice || reading.ordinal !== 'first';
  if (isOwn(reading, actor)) return true;
  if (isUnclaimed(reading)) return !readings.some((each) => isOwn(each, actor));
  return !isReadTwice && reading.state === 'locked';
}

/**
 * The reading that the actor goes on with: for a reader their own, or the one that nobody has taken; for everyone else, and for a reader who
 * has none, the one that counts, if it may be seen.
 * @param readings all of the CT
 * @param choices of the decisions between them, oldest first
 * @returns undefined when there is none that the actor may see
 */
export function readingToOpen<R extends Readable & { readonly id: string }>(
  readings: readonly R[],
  choices: readonly AdjudicationChoice[],
  actor: Person,
): R | undefined {
  const visible = readings.filter((reading) => maySee(reading, readings, actor));
  const newest = visible
    .filter((reading) => !isSuperseded(reading, readings))
    .toSorted((a, b) => readingOrdinals.indexOf(b.ordinal) - readingOrdinals.indexOf(a.ordinal));
  const own = isReader(actor) ? newest.filter((reading) => isOwn(reading, actor)) : [];
  const free = isReader(actor) ? newest.filter(isUnclaimed) : [];
  const counting = countingReading(readings, choices);
  return (
    own.find((reading) => !isFinished(reading)) ??
    (actor.role === 'none' ? undefined : (own[0] ?? free.find((reading) => !isFinished(reading)))) ??
    visible.find((reading) => reading.id === counting?.id)
  );
}

/** Whether a newer version has taken its place. */
export const isSuperseded = ({ ordinal, version }: Sibling, readings: readonly Sibling[]): boolean =>
  readings.some((each) => each.ordinal === ordinal && each.version > version);

/** Why the actor may not begin a second, independent reading of a CT; null when they may. */
export function refusalOfSecond(readings: readonly Readable[], hasDrawing: boolean, actor: Person): string | null {
  if (!isReader(actor)) return 'Only readers read a CT.';
  if (!hasDrawing) return 'Nobody has read this CT yet: yours is the first reading.';
  if (readings.some(({ ordinal }) => ordinal === 'second')) return 'This CT has a second reading already.';
  if (actor.role !== 'none' && readings.some((reading) => isOwn(reading, actor)))
    return 'The first reading is yours; the second one is made by another reader.';
  if (readings.some(({ state }) => state === 'locked'))
    return 'The first reading is locked, so that others have seen it; it is too late for an independent one.';
  return null;
}

/**
 * Why the actor may not discard a reading; null when they may. A second reading that was begun by mistake hides the first one and can't be
 * signed away: its reader discards it, as long as nothing of it is signed.
 * @param readings all of the CT
 */
export function refusalOfDiscard(reading: Readable, readings: readonly Readable[], actor: Person): string | null {
  if (!isReader(actor)) return 'Only readers read a CT.';
  if (reading.ordinal !== 'second') return 'Only a second reading can be discarded.';
  if (!isOwn(reading, actor) && !isUnclaimed(reading)) return 'A reading is discarded by its own reader.';
  if (readings.some((each) => each.ordinal === 'second' && isFinished(each)))
    return 'This reading was signed; it is corrected with a reason and never discarded.';
  return null;
}

/** Why the actor may not decide between two readings; null when they may. */
export function refusalOfAdjudication(readings: readonly Readable[], actor: Person): string | null {
  if (!isReader(actor)) return 'A third reader decides between two readings.';
  if (!bothSigned(readings)) return 'Both readings must be signed before a third reader decides.';
  const both = readings.filter(({ ordinal }) => ordinal !== 'adjudication');
  if (actor.role !== 'none' && both.some((reading) => isOwn(reading, actor)))
    return 'One of the two readings is yours; a third reader decides.';
  return null;
}
