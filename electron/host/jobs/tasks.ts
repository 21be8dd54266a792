/** Tasks of several kinds for the workers of one pool: each kind has its own input and result. Only types. */

/** What each kind takes and gives: `{ scan: { input: ...; result: ... } }`. */
export type Tasks<Kinds> = { readonly [Kind in keyof Kinds]: { readonly input: unknown; readonly result: unknown } };

export interface Task<Kinds extends Tasks<Kinds>, Kind extends keyof Kinds = keyof Kinds> {
  readonly kind: Kind;
  readonly input: Kinds[Kind]['input'];
}

/** Does one task; calls `begin` each time it begins what must be done within its time limit. */
export type Handle<Kinds extends Tasks<Kinds>, Kind extends keyof Kinds> = (
  input: Kinds[Kind]['input'],
  begin: () => void,
) => Promise<Kinds[Kind]['result']> | Kinds[Kind]['result'];

/** Loads the code of a task when it first comes, so that a worker has in memory what it does and nothing else. */
export type Loaders<Kinds extends Tasks<Kinds>> = {
  readonly [Kind in keyof Kinds]: () => Promise<Handle<Kinds, Kind>>;
};
