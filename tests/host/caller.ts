/** Methods of the contract, called as a window calls them. */
import type { z } from 'zod';
import type { Contract } from '../../electron/core/contract/define.ts';
import { contract } from '../../electron/core/contract/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { bindHandlers } from '../../electron/host/services.ts';

type Services = typeof contract;

/** Parses the input as the wire does, and calls the handler. */
export function caller(context: HostContext) {
  const handlers: Readonly<Record<string, Readonly<Record<string, (input: never) => unknown>>>> = bindHandlers(context);
  return async <S extends keyof Services, M extends keyof Services[S]['methods'] & string>(
    service: S,
    method: M,
    input: unknown,
  ): Promise<Output<Services[S]['methods'][M]>> => {
    const schema = (contract as Contract)[service]!.methods[method]!;
    return (await handlers[service]![method]!(schema.input.parse(input) as never)) as Output<Services[S]['methods'][M]>;
  };
}

type Output<M> = M extends { readonly output: infer O extends z.ZodType } ? z.output<O> : never;
