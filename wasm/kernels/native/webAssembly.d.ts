/** What is used of the browser's and Node's own: the kernels are compiled with the types of neither. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};
declare const atob: (base64: string) => string;
