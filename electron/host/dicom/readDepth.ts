/** What a stored value means: bits, sign, padding, and how it becomes HU (PS3.3 C.7.6.3, C.11.1). */
import type { Elements } from './readElements.ts';
import { putAside, refuse } from './readRefusal.ts';
import { codingOf, EXPLICIT_BIG, transferSyntaxName } from './readSyntax.ts';
import type { PixelDepth } from './readTypes.ts';
import { code, number } from './readValues.ts';

/** Beyond any CT; what claims more is refused before memory is taken. */
const MAX_SIDE = 4096;
const PADDING = 0x00280120;
const PADDING_LIMIT = 0x00280121;
const MODALITY_LUT = 0x00283000;
const LUT_DESCRIPTOR = 0x00283002;
const LUT_DATA = 0x00283006;

/** @throws Refusal when the pixels can't be read */
export function readDepth(elements: Elements, transferSyntaxUid: string): PixelDepth {
  if (!codingOf(transferSyntaxUid)) {
    return refuse(
      `Its pixels are stored as ${transferSyntaxName(transferSyntaxUid)}, which this version does not read.`,
    );
  }
  const bits = readBits(elements, transferSyntaxUid);
  const padding = (tag: number): number | null => (bits.signed ? elements.int16(tag) : elements.uint16(tag)) ?? null;
  const paddingValue = padding(PADDING);
  return {
    transferSyntaxUid,
    ...readSize(elements),
    ...bits,
    ...huOf(elements),
    modalityLut: readModalityLut(elements, bits.signed),
    paddingValue,
    paddingLimit: paddingValue === null ? null : padding(PADDING_LIMIT),
  };
}

function readSize(elements: Elements): Pick<PixelDepth, 'rows' | 'columns'> {
  const rows = elements.uint16(0x00280010) ?? 0;
  const columns = elements.uint16(0x00280011) ?? 0;
  if (rows === 0 || columns === 0) return refuse('It does not say how many rows and columns it has.');
  if (rows > MAX_SIDE || columns > MAX_SIDE)
    return refuse(`It claims ${columns} x ${rows} pixels, more than a CT slice can have.`);
  return { rows, columns };
}

function readBits(
  elements: Elements,
  transferSyntaxUid: string,
): Pick<PixelDepth, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'> {
  const isColour = (elements.uint16(0x00280002) ?? 1) !== 1;
  const photometric = code(elements, 0x00280004);
  if (isColour || !['', 'MONOCHROME1', 'MONOCHROME2'].includes(photometric))
    return putAside('It is a colour image, not a CT slice.');
  const bitsAllocated = elements.uint16(0x00280100) ?? 0;
  const bitsStored = elements.uint16(0x00280101) ?? bitsAllocated;
  const highBit = elements.uint16(0x00280102) ?? bitsStored - 1;
  const isWhole = bitsAllocated === 16 || (bitsAllocated === 8 && transferSyntaxUid !== EXPLICIT_BIG);
  if (!isWhole || bitsStored < 1 || highBit >= bitsAllocated || bitsStored > highBit + 1)
    return refuse(`Its pixels have ${bitsStored} of ${bitsAllocated} bits, which this version does not read.`);
  return { bitsAllocated, bitsStored, highBit, signed: elements.uint16(0x00280103) === 1 };
}

/** Rescale types of computed maps (PS3.3 C.11.1.1.2): optical density, electron density, atomic number, material density. */
const otherUnits = ['OD', 'Z_EFF', 'ED', 'EDW', 'MGML', 'PCT'];

/**
 * Slope and intercept of a data set or a frame. Without them stored values are taken as HU: the Modality LUT is the identity then.
 * @throws Refusal when the values are no HU
 */
export function huOf(elements: Elements): { slope: number; intercept: number } {
  const type = code(elements, 0x00281054);
  if (otherUnits.includes(type)) return refuse(`Its values are no Hounsfield units (its rescale type is ${type}).`);
  const slope = number(elements, 0x00281053) ?? 1;
  const intercept = number(elements, 0x00281052) ?? 0;
  if (slope === 0) return refuse('Its rescale slope is 0, so that it has no intensities.');
  return { slope, intercept };
}

/** A table in place of slope and intercept (PS3.3 C.11.1.1); null when there is a rescale or no table. */
function readModalityLut(elements: Elements, signed: boolean): PixelDepth['modalityLut'] {
  if (elements.has(0x00281053) || elements.has(0x00281052)) return null;
  const lut = elements.item(MODALITY_LUT);
  if (!lut) return null;
  const length = lut.uint16(LUT_DESCRIPTOR, 0);
  const first = signed ? lut.int16(LUT_DESCRIPTOR, 1) : lut.uint16(LUT_DESCRIPTOR, 1);
  const bits = lut.uint16(LUT_DESCRIPTOR, 2);
  if (length === undefined || first === undefined || (bits !== 8 && bits !== 16))
    return refuse('Its table of intensities does not say what it holds.');
  // 16 bits have no room for 65536.
  const count = length === 0 ? 65536 : length;
  const data = lut.value(LUT_DATA);
  // Entries of 8 bits may be packed or have 16 each.
  const isPacked = bits === 8 && data.length < count * 2;
  if (data.length < (isPacked ? count : count * 2)) return refuse('Its table of intensities is cut short.');
  const entry = (index: number): number => (isPacked ? data[index]! : lut.uint16(LUT_DATA, index)!);
  return { first, values: Array.from({ length: count }, (_, index) => entry(index)) };
}
