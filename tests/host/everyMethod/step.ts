import type { MethodId } from '../../../electron/core/domain/permissions.ts';
import type { Known, Scene, User } from './scene.ts';

/** One method as one person calls it, and the entry that it must leave. */
export interface Step {
  readonly method: MethodId;
  readonly user: User;
  /** Also makes ready what must be there before. */
  readonly input: (known: Known, scene: Scene) => unknown;
  /** `action entity` of an entry that it leaves. */
  readonly leaves: string;
  /** Parts of the entry's old value; left out where there was nothing before. */
  readonly was?: object;
  /** Parts of the entry's new value; left out where nothing is there any more. */
  readonly became?: object;
  /** Why the entry has neither. */
  readonly withoutValue?: string;
  readonly reason?: string;
  readonly learn?: (answer: unknown, known: Known) => void;
  /** It is refused to the person, and that is what the entry tells. */
  readonly refused?: true;
  /** The job goes on for the next step. */
  readonly goesOn?: true;
}

export const idOf = (answer: unknown): string => (answer as { id: string }).id;

/** Keeps the answer's id under a name. */
export const learnId =
  (name: string): NonNullable<Step['learn']> =>
  (answer, known) => {
    known[name] = idOf(answer);
  };
