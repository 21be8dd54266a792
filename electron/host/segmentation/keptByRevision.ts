/** What was found out about the revisions looked at last. A revision never changes, and looking through its labels takes a moment. */
import type { HostContext } from '../context.ts';

const MOST_KEPT = 100;

/** @returns gives what is kept of a revision, or finds it out first */
export function keptByRevision<Value>(): (
  { db }: Pick<HostContext, 'db'>,
  revisionId: string,
  find: () => Value,
) => Value {
  const kept = new WeakMap<HostContext['db'], Map<string, { readonly value: Value }>>();
  return ({ db }, revisionId, find) => {
    const known = kept.get(db) ?? new Map<string, { readonly value: Value }>();
    kept.set(db, known);
    const before = known.get(revisionId);
    if (before) return before.value;
    const value = find();
    known.set(revisionId, { value });
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
