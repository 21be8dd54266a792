import './noEval.ts';
import type { z } from 'zod';

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}
export interface Service {
  readonly methods: Readonly<Record<string, Method>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}
export type Contract = Readonly<Record<string, Service>>;

export const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> => ({
  input,
  output,
});

type Call<M> =
  M extends Method<infer I, infer O> ? { input: z.input<I>; parsed: z.output<I>; output: z.output<O> } : never;

/** What a caller sees: `client.library.listSeries({})`. */
export type Client<C extends Contract> = {
  readonly [S in keyof C]: {
    readonly [M in keyof C[S]['methods']]: (
      input: Call<C[S]['methods'][M]>['input'],
    ) => Promise<Call<C[S]['methods'][M]>['output']>;
  };
};

/** What the host implements; input has been parsed. */
export type Handlers<C extends Contract> = {
  readonly [S in keyof C]: {
    readonly [M in keyof C[S]['methods']]: (
      input: Call<C[S]['methods'][M]>['parsed'],
    ) => Call<C[S]['methods'][M]>['output'] | Promise<Call<C[S]['methods'][M]>['output']>;
  };
};

export type EventName<C extends Contract> = {
  [S in keyof C & string]: `${S}.${keyof C[S]['events'] & string}`;
}[keyof C & string];

export type EventPayload<C extends Contract, N extends EventName<C>> = N extends `${infer S}.${infer E}`
  ? S extends keyof C
    ? E extends keyof C[S]['events']
      ? z.output<C[S]['events'][E]>
      : never
    : never
  : never;

export type Emit<C extends Contract> = <N extends EventName<C>>(name: N, payload: EventPayload<C, N>) => void;
export type Listen<C extends Contract> = <N extends EventName<C>>(
  name: N,
  listener: (payload: EventPayload<C, N>) => void,
) => () => void;
