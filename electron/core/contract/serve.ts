/** The host's side of the contract: requests are parsed where they arrive, then handed to the handlers. */
import type { Channel } from './channel.ts';
import type { Contract, Handlers, Listen, Method } from './define.ts';
import { RemnantError, toWireError } from './errors.ts';
import { inputSentence } from './sentence.ts';
import { requestFrame, type HostFrame, type RequestFrame } from './wire.ts';

export interface ServeOptions {
  /** Told of every error that isn't a RemnantError; the caller gets only a general sentence. */
  readonly onUnexpected?: (error: unknown, where: string) => void;
}

/**
 * Answers the requests that come over `channel` and passes on all events, until the channel closes or the returned function is called.
 * A frame that isn't a request ends the connection; a request for what doesn't exist or with a wrong input is answered 'invalid_input'.
 */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  onEvent: Listen<C>,
  channel: Channel,
  options: ServeOptions = {},
): () => void {
  const send = (frame: HostFrame) => {
    channel.send(frame);
  };

  const answer = async (request: RequestFrame) => {
    try {
      const { method, handler } = find(contract, handlers, request);
      const input = method.input.safeParse(request.input);
      if (!input.success) throw new RemnantError('invalid_input', inputSentence(input.error));
      send({ kind: 'answer', id: request.id, output: await handler(input.data) });
    } catch (error) {
      if (!(error instanceof RemnantError)) options.onUnexpected?.(error, `${request.service}.${request.method}`);
      send({ kind: 'error', id: request.id, error: toWireError(error) });
    }
  };

  const stopFrames = channel.onFrame((raw) => {
    const request = requestFrame.safeParse(raw);
    if (request.success) void answer(request.data);
    else channel.close();
  });
  const stopEvents = forwardEvents(contract, onEvent, send);
  const stop = () => {
    stopFrames();
    stopEvents();
  };
  channel.onClose(stop);
  return stop;
}

type Handler = (input: unknown) => unknown;

/** Looks up own properties only: 'constructor' or '__proto__' are no services. */
function find(
  contract: Contract,
  handlers: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  request: RequestFrame,
) {
  const { service, method: name } = request;
  if (Object.hasOwn(contract, service) && Object.hasOwn(contract[service]!.methods, name)) {
    const method: Method = contract[service]!.methods[name]!;
    const handler =
      Object.hasOwn(handlers, service) && Object.hasOwn(handlers[service]!, name)
        ? handlers[service]![name]
        : undefined;
    if (typeof handler === 'function') return { method, handler: handler as Handler };
  }
  throw new RemnantError(
    'invalid_input',
    'The program has no such function; window and host may be of different versions.',
  );
}

function forwardEvents<C extends Contract>(
  contract: C,
  onEvent: Listen<C>,
  send: (frame: HostFrame) => void,
): () => void {
  const names = Object.entries(contract).flatMap(([service, { events }]) =>
    Object.keys(events).map((event) => `${service}.${event}`),
  );
  const listen = onEvent as (name: string, listener: (payload: unknown) => void) => () => void;
  const stops = names.map((name) =>
    listen(name, (payload) => {
      send({ kind: 'event', name, payload });
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
