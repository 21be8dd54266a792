import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countingReading,
  isFinished,
  maySee,
  readingOrdinals,
  readingStates,
  readingSteps,
  readingToOpen,
  refusalOf,
  refusalOfAdjudication,
  refusalOfDiscard,
  refusalOfSecond,
  stateAfter,
  type Person,
  type ReadingFacts,
  type ReadingOrdinal,
  type ReadingState,
} from './readings.ts';

const person = (accountId: string | null, role: string): Person => ({
  accountId,
  role,
  user: accountId ?? 'someone',
  printedName: `Dr ${accountId ?? 'Someone'}`,
});
const ann = person('ann', 'reader');
const bob = person('bob', 'reader');
const cem = person('cem', 'reader');
const staff = person('staff', 'site_staff');
const monitor = person('monitor', 'monitor');
const alone = person(null, 'none');

const facts = (change: Partial<ReadingFacts> = {}): ReadingFacts => ({
  state: 'draft',
  reader: ann,
  isSuperseded: false,
  hasDrawing: true,
  blocking: [],
  missingResult: null,
  isResultSigned: false,
  ...change,
});

const reading = (ordinal: ReadingOrdinal, state: ReadingState, reader: Person | null, version = 1) => ({
  id: `${ordinal}${version}`,
  ordinal,
  state,
  reader,
  version,
});

describe('the steps of a reading', () => {
  it('lead from draft to locked, in this order only', () => {
    const allowed = (state: ReadingState, actor: Person) =>
      readingSteps.filter((step) => refusalOf(step, facts({ state, isResultSigned: true }), actor) === null);
    expect(allowed('draft', ann)).toEqual(['draw', 'review']);
    expect(allowed('reviewed', ann)).toEqual(['draw', 'sign']);
    expect(allowed('signed', ann)).toEqual(['correct']);
    expect(allowed('locked', ann)).toEqual(['correct']);
    expect(allowed('signed', staff)).toEqual(['lock']);
    expect(allowed('signed', alone)).toEqual(['lock', 'correct']);
    for (const state of readingStates) {
      expect(allowed(state, bob)).toEqual([]);
      expect(allowed(state, monitor)).toEqual([]);
      if (state !== 'signed') expect(allowed(state, staff)).toEqual([]);
    }
  });

  it('need a drawing without anything to settle, and a result to sign', () => {
    expect(refusalOf('review', facts({ hasDrawing: false }), ann)).toBe('Nothing is drawn yet.');
    expect(refusalOf('review', facts({ blocking: ['A.', 'B.'] }), ann)).toBe('Settle this first: A. B.');
    expect(refusalOf('sign', facts({ state: 'reviewed', blocking: ['A.'] }), ann)).toContain('A.');
    expect(refusalOf('sign', facts({ state: 'reviewed', missingResult: 'No time point.' }), ann)).toBe(
      'No time point.',
    );
    expect(refusalOf('sign', facts(), ann)).toContain('Review');
  });

  it('sign again when the record has made other numbers of it, and only then', () => {
    expect(refusalOf('sign', facts({ state: 'signed', isResultSigned: true }), ann)).toContain('already');
    expect(refusalOf('sign', facts({ state: 'signed', isResultSigned: false }), ann)).toBeNull();
  });

  it('are over for a version that was corrected', () => {
    for (const step of readingSteps) {
      for (const state of readingStates)
        expect(refusalOf(step, facts({ state, isSuperseded: true }), alone)).toContain('corrected');
    }
  });

  it('never lead back from signed, whatever is tried', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...readingSteps)),
        fc.constantFrom(ann, bob, staff, alone),
        (steps, actor) => {
          let state: ReadingState = 'draft';
          let wasSigned = false;
          for (const step of steps) {
            if (refusalOf(step, facts({ state, isResultSigned: true }), actor) !== null) continue;
            state = stateAfter(step, state);
            wasSigned ||= isFinished({ state });
            if (wasSigned) expect(isFinished({ state })).toBe(true);
          }
        },
      ),
    );
  });
});

describe('blind readings', () => {
  const unsigned: readonly ReadingState[] = ['draft', 'reviewed'];

  it('are hidden from every other reader until both are signed', () => {
    const state = fc.constantFrom(...readingStates);
    fc.assert(
      fc.property(state, state, (one, two) => {
        const [first, second] = [reading('first', one, ann), reading('second', two, bob)];
        const both = [first, second];
        const isOpen = isFinished(first) && isFinished(second);
        expect(maySee(first, both, bob)).toBe(isOpen);
        expect(maySee(second, both, ann)).toBe(isOpen);
        for (const each of both) expect(maySee(each, both, cem)).toBe(isOpen);
        expect(maySee(first, both, ann) && maySee(second, both, bob)).toBe(true);
        for (const each of both) expect(maySee(each, both, staff) && maySee(each, both, monitor)).toBe(true);
      }),
    );
  });

  it('are hidden as long as a second one can begin, which it can not once the first is locked', () => {
    for (const state of readingStates) {
      const first = reading('first', state, ann);
      expect(maySee(first, [first], bob)).toBe(state === 'locked');
      expect(refusalOfSecond([first], true, bob) === null).toBe(state !== 'locked');
    }
  });

  it('are hidden from oneself without accounts: the first one while the second is made', () => {
    for (const state of unsigned) {
      const both = [reading('first', 'signed', alone), reading('second', state, alone)];
      expect(both.map((each) => maySee(each, both, alone))).toEqual([false, true]);
      expect(readingToOpen(both, [], alone)?.id).toBe('second1');
    }
    const signed = [reading('first', 'signed', alone), reading('second', 'signed', alone)];
    expect(signed.every((each) => maySee(each, signed, alone))).toBe(true);
    expect(readingToOpen(signed, ['second'], alone)?.id).toBe('second1');
  });

  it('may be gone on with by anyone when nobody has taken them, but not by the second reader', () => {
    const first = reading('first', 'draft', null);
    expect(readingToOpen([first], [], ann)?.id).toBe('first1');
    const both = [first, reading('second', 'draft', bob)];
    expect(readingToOpen(both, [], ann)?.id).toBe('first1');
    expect(readingToOpen(both, [], bob)?.id).toBe('second1');
    expect(maySee(first, both, bob)).toBe(false);
  });

  it('open for everyone else at the one that counts', () => {
    const both = [reading('first', 'signed', ann), reading('second', 'signed', bob)];
    expect(readingToOpen(both, ['second'], staff)?.id).toBe('second1');
    expect(readingToOpen(both, ['second'], cem)?.id).toBe('second1');
    expect(readingToOpen(both, ['second'], ann)?.id).toBe('first1');
    expect(readingToOpen([reading('first', 'draft', ann)], [], bob)).toBeUndefined();
  });
});

describe('which reading counts', () => {
  const first = reading('first', 'signed', ann);
  const second = reading('second', 'signed', bob);

  it('is the first without a decision, and what was decided after one', () => {
    const none = countingReading<typeof first>([], []);
    expect(none).toBeUndefined();
    expect(countingReading([first, second], [])).toBe(first);
    expect(countingReading([first, second], ['second'])).toBe(second);
  });

  it('is an own reading of the adjudicator only once that is signed', () => {
    for (const state of readingStates) {
      const own = reading('adjudication', state, cem);
      expect(countingReading([first, second, own], ['new'])).toBe(isFinished(own) ? own : first);
      expect(countingReading([first, second, own], ['second', 'new'])).toBe(isFinished(own) ? own : second);
    }
  });

  it('stays with the signed version while a correction is a draft', () => {
    const draft = reading('first', 'draft', ann, 2);
    expect(countingReading([first, draft], [])).toBe(first);
    const signed = reading('first', 'signed', ann, 2);
    expect(countingReading([first, signed], [])).toBe(signed);
    expect(readingToOpen([first, draft], [], ann)?.id).toBe('first2');
  });
});

describe('second reader and adjudicator', () => {
  it('are other people than those before them', () => {
    const first = reading('first', 'draft', ann);
    expect(refusalOfSecond([], false, bob)).toContain('first reading');
    expect(refusalOfSecond([first], true, ann)).toContain('another reader');
    expect(refusalOfSecond([first], true, staff)).toContain('Only readers');
    expect(refusalOfSecond([first], true, bob)).toBeNull();
    expect(refusalOfSecond([first], true, alone)).toBeNull();
    const both = [reading('first', 'signed', ann), reading('second', 'signed', bob)];
    expect(refusalOfSecond(both, true, cem)).toContain('already');
    expect(refusalOfAdjudication(both, cem)).toBeNull();
    expect(refusalOfAdjudication(both, alone)).toBeNull();
    expect(refusalOfAdjudication(both, bob)).toContain('yours');
    expect(refusalOfAdjudication(both, staff)).toContain('third reader');
    expect(refusalOfAdjudication([both[0]!, reading('second', 'reviewed', bob)], cem)).toContain('Both');
  });

  it('discard a second reading of their own, as long as nothing of it was ever signed', () => {
    const first = reading('first', 'signed', ann);
    for (const state of readingStates) {
      const second = reading('second', state, bob);
      const both = [first, second];
      expect(refusalOfDiscard(second, both, bob) === null).toBe(state === 'draft' || state === 'reviewed');
      expect(refusalOfDiscard(second, both, cem)).toContain('its own reader');
      expect(refusalOfDiscard(second, both, staff)).toContain('Only readers');
      expect(refusalOfDiscard(first, both, ann)).toContain('Only a second');
      const correction = reading('second', 'draft', bob, 2);
      expect(refusalOfDiscard(correction, [...both, correction], bob) === null).toBe(!isFinished(second));
    }
    expect(refusalOfDiscard(reading('second', 'draft', alone), [first], alone)).toBeNull();
  });

  it('keep the order of ordinals', () => {
    expect(readingOrdinals).toEqual(['first', 'second', 'adjudication']);
  });
});
