/** Transfer syntaxes (PS3.6 table A-1) by what this program can do with their pixels. */
export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
export const RLE = '1.2.840.10008.1.2.5';
export const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
export const JPEG_EXTENDED = '1.2.840.10008.1.2.4.51';
export const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.57';
export const JPEG_LOSSLESS_SV1 = '1.2.840.10008.1.2.4.70';
export const JPEG_LS_LOSSLESS = '1.2.840.10008.1.2.4.80';
export const JPEG_LS_NEAR = '1.2.840.10008.1.2.4.81';
export const JPEG_2000_LOSSLESS = '1.2.840.10008.1.2.4.90';
export const JPEG_2000 = '1.2.840.10008.1.2.4.91';
export const HTJ2K_LOSSLESS = '1.2.840.10008.1.2.4.201';
export const HTJ2K_LOSSLESS_RPCL = '1.2.840.10008.1.2.4.202';
export const HTJ2K = '1.2.840.10008.1.2.4.203';

/** How the image inside the fragments is written; `native` has none. */
export type Coding = 'native' | 'rle' | 'jpeg' | 'jpegLs' | 'jpeg2000' | 'htj2k';

/** Those whose pixels this version decodes (`pixels/decode.ts`). */
const codings: Readonly<Record<string, Coding>> = {
  [IMPLICIT_LITTLE]: 'native',
  [EXPLICIT_LITTLE]: 'native',
  [DEFLATED]: 'native',
  [EXPLICIT_BIG]: 'native',
  [RLE]: 'rle',
  [JPEG_BASELINE]: 'jpeg',
  [JPEG_EXTENDED]: 'jpeg',
  [JPEG_LOSSLESS]: 'jpeg',
  [JPEG_LOSSLESS_SV1]: 'jpeg',
  [JPEG_LS_LOSSLESS]: 'jpegLs',
  [JPEG_LS_NEAR]: 'jpegLs',
  [JPEG_2000_LOSSLESS]: 'jpeg2000',
  [JPEG_2000]: 'jpeg2000',
  [HTJ2K_LOSSLESS]: 'htj2k',
  [HTJ2K_LOSSLESS_RPCL]: 'htj2k',
  [HTJ2K]: 'htj2k',
};

/** null for a syntax whose pixels are not decoded. */
export const codingOf = (uid: string): Coding | null => (Object.hasOwn(codings, uid) ? codings[uid]! : null);

/** Those whose images may have been cut to a size after a reversible transform, which the codestream itself doesn't tell. */
export const mayBeTruncated = (uid: string): boolean => uid === JPEG_2000 || uid === HTJ2K;

const names: Readonly<Record<string, string>> = {
  [IMPLICIT_LITTLE]: 'Implicit VR Little Endian',
  [EXPLICIT_LITTLE]: 'Explicit VR Little Endian',
  [DEFLATED]: 'Deflated Explicit VR Little Endian',
  [EXPLICIT_BIG]: 'Explicit VR Big Endian',
  [RLE]: 'RLE Lossless',
  [JPEG_BASELINE]: 'JPEG Baseline',
  [JPEG_EXTENDED]: 'JPEG Extended',
  '1.2.840.10008.1.2.4.55': 'JPEG Full Progression',
  [JPEG_LOSSLESS]: 'JPEG Lossless',
  [JPEG_LOSSLESS_SV1]: 'JPEG Lossless SV1',
  [JPEG_LS_LOSSLESS]: 'JPEG-LS Lossless',
  [JPEG_LS_NEAR]: 'JPEG-LS Near-Lossless',
  [JPEG_2000_LOSSLESS]: 'JPEG 2000 Lossless',
  [JPEG_2000]: 'JPEG 2000',
  [HTJ2K_LOSSLESS]: 'High-Throughput JPEG 2000 Lossless',
  [HTJ2K_LOSSLESS_RPCL]: 'High-Throughput JPEG 2000 RPCL Lossless',
  [HTJ2K]: 'High-Throughput JPEG 2000',
};

/** For a sentence: the standard's name, or the UID of one it doesn't know. */
export const transferSyntaxName = (uid: string): string => names[uid] ?? (/^[0-9.]{1,64}$/.test(uid) ? uid : 'unknown');
