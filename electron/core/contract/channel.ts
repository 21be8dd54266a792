/** A two-way line for frames, and the three transports that are one. Typed by shape, because this layer knows neither DOM nor Node. */

export interface Channel {
  send(frame: unknown): void;
  /** Calls back with each frame that arrives; returns how to stop. */
  onFrame(listener: (frame: unknown) => void): () => void;
  /** Calls back once when the line is closed, by whichever side. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/** A MessagePort of a page or of node:worker_threads. */
export interface PortLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: object) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A port of Electron's main or utility process. */
export interface EmitterPortLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

/** A WebSocket of a page or of the `ws` package. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
}

/** What the three have in common: who listens, and closing only once. */
function line(transmit: (frame: unknown) => void, hangUp: () => void) {
  const frameListeners = new Set<(frame: unknown) => void>();
  const closeListeners = new Set<() => void>();
  let open = true;
  const ended = () => {
    if (!open) return;
    open = false;
    for (const listener of [...closeListeners]) listener();
  };
  const channel: Channel = {
    send(frame) {
      if (open) transmit(frame);
    },
    onFrame(listener) {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    onClose(listener) {
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close() {
      if (!open) return;
      hangUp();
      ended();
    },
  };
  const arrived = (frame: unknown) => {
    if (open) for (const listener of [...frameListeners]) listener(frame);
  };
  return { channel, arrived, ended };
}

/** Frames over a MessagePort. Some platforms don't tell when the other end is gone; the owner of the port then closes the channel. */
export function portChannel(port: PortLike): Channel {
  const { channel, arrived, ended } = line(
    (frame) => {
      port.postMessage(frame);
    },
    () => {
      port.close();
    },
  );
  port.addEventListener('message', (event) => {
    arrived('data' in event ? event.data : undefined);
  });
  port.addEventListener('close', ended);
  port.start();
  return channel;
}

/** Frames over a port of Electron's main or utility process. */
export function emitterPortChannel(port: EmitterPortLike): Channel {
  const { channel, arrived, ended } = line(
    (frame) => {
      port.postMessage(frame);
    },
    () => {
      port.close();
    },
  );
  port.on('message', (event) => {
    arrived(event.data);
  });
  port.on('close', ended);
  port.start();
  return channel;
}

const CONNECTING = 0;
const OPEN = 1;
/** RFC 6455 section 7.4.1: the other side sent what this protocol doesn't have. */
const PROTOCOL_ERROR = 1002;

/** Frames as JSON text over a WebSocket; what is sent while it connects waits until it is open. */
export function webSocketChannel(socket: SocketLike): Channel {
  const waiting: string[] = [];
  const { channel, arrived, ended } = line(
    (frame) => {
      const text = JSON.stringify(frame);
      if (socket.readyState === CONNECTING) waiting.push(text);
      else if (socket.readyState === OPEN) socket.send(text);
    },
    () => {
      socket.close();
    },
  );
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', (event) => {
    const frame = parseJson(event.data);
    if (frame === undefined) {
      socket.close(PROTOCOL_ERROR);
      ended();
    } else arrived(frame);
  });
  socket.addEventListener('close', ended);
  return channel;
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}

/** Two ends of one line inside a process. Frames are copied through JSON and arrive later, as they would over a wire. */
export function memoryChannels(): [Channel, Channel] {
  const copy = (frame: unknown): unknown => JSON.parse(JSON.stringify(frame)) as unknown;
  const later = (work: () => void) => void Promise.resolve().then(work);
  const a: ReturnType<typeof line> = line(
    (frame) => {
      const sent = copy(frame);
      later(() => {
        b.arrived(sent);
      });
    },
    () => {
      later(() => {
        b.ended();
      });
    },
  );
  const b: ReturnType<typeof line> = line(
    (frame) => {
      const sent = copy(frame);
      later(() => {
        a.arrived(sent);
      });
    },
    () => {
      later(() => {
        a.ended();
      });
    },
  );
  return [a.channel, b.channel];
}

/** Makes two channels one line: what arrives at one is sent by the other, and neither outlives the other. */
export function joinChannels(a: Channel, b: Channel): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.onFrame((frame) => {
      to.send(frame);
    });
    from.onClose(() => {
      to.close();
    });
  }
}
