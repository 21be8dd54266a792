/** The parts of WebAssembly that are used: the types of Node have none, and those of the DOM are not for the host. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
  readonly RuntimeError: new () => Error;
};
