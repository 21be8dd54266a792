/** The parts of Cornerstone's codecs that are used; the packages come without types. Emscripten modules, each loaded by its function. */
interface CodecDecoder {
  getEncodedBuffer(byteCount: number): Uint8Array;
  decode(): void;
  getFrameInfo(): { readonly width: number; readonly height: number };
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}
interface CodecOptions {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const load: (options: CodecOptions) => Promise<{ JpegLSDecoder: new () => CodecDecoder }>;
  export default load;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const load: (options: CodecOptions) => Promise<{ J2KDecoder: new () => CodecDecoder }>;
  export default load;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const load: (options: CodecOptions) => Promise<{ HTJ2KDecoder: new () => CodecDecoder }>;
  export default load;
}
