/** Ways to damage a file. Each takes the bytes of a seed with their layout and gives other bytes. */
import type { ElementPlace, Layout, NumberField } from './layout.ts';
import type { Random } from './random.ts';

export interface Mutable {
  readonly bytes: Buffer;
  readonly layout: Layout;
}
type Mutator = (file: Mutable, random: Random, other: Mutable) => Buffer;

/** Files don't grow beyond it by more than one insertion, so that a case stays a small file. */
const MAX_BYTES = 1 << 20;
const interestingBytes = [0, 1, 2, 0x0f, 0x10, 0x20, 0x5c, 0x7f, 0x80, 0xfe, 0xff];
const interestingNumbers = [0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 64, 255, 256, 0x7fff, 0x8000, 0xfffe, 0xffff];
const hugeNumbers = [
  0x10000, 0x00ffffff, 0x40000000, 0x7ffffff0, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffe, 0xffffffff,
];
const vrs =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' ');
const oddVrs = ['\0\0', 'ZZ', '  ', '??', 'un', '\xff\xff'];

/** Values that headers should not have. */
const values = [
  ...['', ' ', '\0', '0', '-0', '-1', '1', 'NaN', 'Infinity', '1e308', '-1e308', '1e-320', '0x10', '1,5', '1.2.3.4.5.'],
  ...['\\', '\\\\\\\\\\', '0\\0\\0', '1\\0\\0\\0\\1\\0', '1\\0\\0\\1\\0\\0', '0\\0\\0\\0\\0\\0', '1e300\\1e300\\1e300'],
  ...['1\\0\\0\\0\\0.7071\\0.7071', '0.001\\100', '1E5\\-1E5\\1e5', '65535', '4294967295', '9007199254740993'],
  ...[
    '99999999',
    '00000000',
    '20250230',
    '20250131',
    '240000',
    '235960.999999',
    '1.2.840.10008.1.2.4.90',
    '1.2.840.10008.1.3.10',
  ],
  ...[
    'CT',
    'MR',
    'SEG',
    'DERIVED\\SECONDARY\\MPR',
    'ORIGINAL\\PRIMARY\\LOCALIZER',
    'MONOCHROME1',
    'RGB',
    'PALETTE COLOR',
  ],
  ...[
    'ISO_IR 192',
    'ISO 2022 IR 6\\ISO 2022 IR 87',
    '\\ISO 2022 IR 149',
    'GB18030',
    'ISO_IR 999',
    '\x1b$B\x1b(J\x1b',
    '\xff\xfe\xfd',
  ],
  ...['../../../../etc/passwd', 'a'.repeat(5000), '1\\'.repeat(3000), '9'.repeat(400), '\x1b$)C'.repeat(300)],
].map((text) => Buffer.from(text, 'latin1'));

const copy = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
const cut = (bytes: Buffer, from: number, to: number, put: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);

function write(bytes: Buffer, { at, size, little }: NumberField, value: number): void {
  if (at + size > bytes.length) return;
  const masked = size === 4 ? value >>> 0 : value & (2 ** (8 * size) - 1);
  if (little) bytes.writeUIntLE(masked, at, size);
  else bytes.writeUIntBE(masked, at, size);
}
const read = (bytes: Buffer, { at, size, little }: NumberField): number => {
  if (at + size > bytes.length) return 0;
  return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
};

/** A place where damage tells: often one of the hot ones. */
function somewhere({ bytes, layout }: Mutable, random: Random): number {
  if (layout.hot.length === 0 || random.chance(0.35)) return random.below(bytes.length);
  const [from, to] = random.pick(layout.hot);
  return Math.min(bytes.length - 1, from + random.below(to - from));
}

const flipBits: Mutator = (file, random) => {
  const bytes = copy(file.bytes);
  for (let n = random.below(8); n >= 0; n--) bytes[somewhere(file, random)]! ^= 1 << random.below(8);
  return bytes;
};

const setBytes: Mutator = (file, random) => {
  const bytes = copy(file.bytes);
  for (let n = random.below(4); n >= 0; n--)
    bytes[somewhere(file, random)] = random.chance(0.5) ? random.pick(interestingBytes) : random.below(256);
  return bytes;
};

const setNumber: Mutator = (file, random) => {
  const bytes = copy(file.bytes);
  const size = random.pick([2, 4] as const);
  const at = somewhere(file, random) & ~1;
  write(bytes, { at, size, little: random.chance(0.5) }, random.pick([...interestingNumbers, ...hugeNumbers]));
  return bytes;
};

const setLength: Mutator = (file, random) => {
  const bytes = copy(file.bytes);
  for (let n = random.below(2); n >= 0 && file.layout.fields.length > 0; n--) {
    const field = random.pick(file.layout.fields);
    const old = read(bytes, field);
    const near = [old - 2, old - 1, old + 1, old + 2, old * 2, old >>> 1];
    const value = random.pick([
      random.pick(near),
      random.pick(hugeNumbers),
      random.pick(interestingNumbers),
      0,
      0xffffffff,
    ]);
    write(bytes, field, value);
  }
  return bytes;
};

const truncate: Mutator = ({ bytes, layout }, random) => {
  const elements = layout.elements;
  const place = random.below(3);
  if (place === 0 && elements.length > 0)
    return copy(bytes.subarray(0, random.pick(elements).valueAt + random.below(3)));
  if (place === 1) return copy(bytes.subarray(0, Math.max(0, bytes.length - 1 - random.below(40))));
  return copy(bytes.subarray(0, random.below(bytes.length)));
};

const extend: Mutator = ({ bytes }, random) =>
  Buffer.concat([bytes, Buffer.alloc(1 + random.below(70_000), random.pick(interestingBytes))]);

const removeBytes: Mutator = (file, random) => {
  const at = somewhere(file, random);
  return cut(file.bytes, at, Math.min(file.bytes.length, at + 1 + random.below(16)));
};

const insertBytes: Mutator = (file, random) => {
  const at = somewhere(file, random);
  return cut(file.bytes, at, at, Buffer.alloc(1 + random.below(16), random.pick(interestingBytes)));
};

const repeatBytes: Mutator = (file, random) => {
  const at = somewhere(file, random);
  const piece = file.bytes.subarray(at, at + 1 + random.below(64));
  const times = 1 + random.below(Math.min(2000, Math.floor(MAX_BYTES / Math.max(1, piece.length))));
  return cut(file.bytes, at, at, Buffer.concat(Array.from({ length: times }, () => piece)));
};

const splice: Mutator = (file, random, other) => {
  const boundary = ({ bytes, layout }: Mutable): number =>
    layout.elements.length > 0 && random.chance(0.6) ? random.pick(layout.elements).at : random.below(bytes.length);
  return Buffer.concat([file.bytes.subarray(0, boundary(file)), other.bytes.subarray(boundary(other))]).subarray(
    0,
    MAX_BYTES,
  );
};

const wholeElement = (bytes: Buffer, { at, end }: ElementPlace): Buffer => bytes.subarray(at, end);

/** One that needs elements; other files stay as they are, and another mutator has its turn. */
const onElement =
  (
    change: (bytes: Buffer, element: ElementPlace, random: Random, elements: readonly ElementPlace[]) => Buffer,
  ): Mutator =>
  ({ bytes, layout }, random) =>
    layout.elements.length === 0 ? bytes : change(bytes, random.pick(layout.elements), random, layout.elements);

const duplicate = onElement((bytes, element) => cut(bytes, element.at, element.at, wholeElement(bytes, element)));
const remove = onElement((bytes, element) => cut(bytes, element.at, element.end));
const move = onElement((bytes, element, random, elements) => {
  const to = random.pick(elements).at;
  return cut(bytes, to, to, wholeElement(bytes, element));
});

const changeVr = onElement((bytes, { vrAt }, random) => {
  if (vrAt === null) return bytes;
  const changed = copy(bytes);
  changed.write(random.chance(0.8) ? random.pick(vrs) : random.pick(oddVrs), vrAt, 'latin1');
  return changed;
});

const changeTag = onElement((bytes, { at }, random, elements) => {
  const changed = copy(bytes);
  if (random.chance(0.5)) random.pick(elements.map((each) => bytes.subarray(each.at, each.at + 4))).copy(changed, at);
  else
    changed.writeUInt32LE(random.pick([0xe000fffe, 0xe00dfffe, 0xe0ddfffe, 0x00107fe0, 0x00080005, 0, 0xffffffff]), at);
  return changed;
});

/** Another value of a right length. */
const changeValue = onElement((bytes, { length, valueAt, end }, random) => {
  const value = random.pick(values);
  const even = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from(' ')]);
  const changed = cut(bytes, valueAt, end, even);
  write(changed, length, even.length);
  return changed;
});

/** An open length, with or without the delimiter that ends it. */
const openLength = onElement((bytes, { length, end }, random) => {
  const delimiter = Buffer.from(random.pick(['feffdde000000000', 'feff0de000000000', '']), 'hex');
  const changed = cut(bytes, end, end, delimiter);
  write(changed, length, 0xffffffff);
  return changed;
});

/** Sequences in sequences, to a depth that no recursion survives, closed or not. */
const nest = onElement((bytes, { at, vrAt }, random) => {
  const depth = random.pick([1, 10, 100, 1000, 10_000]);
  const tag = random.pick(['08001111', '08004011', '00540044', '09001000', '00520092']);
  const header = vrAt === null ? `${tag}ffffffff` : `${tag}${random.pick(['5351', '554e'])}0000ffffffff`;
  const close = random.chance(0.5) ? 'feff0de000000000feffdde000000000'.repeat(depth) : '';
  return cut(bytes, at, at, Buffer.from(`${header}feff00e0ffffffff`.repeat(depth) + close, 'hex'));
});

/** More items than there are, or other ones. */
const addItems: Mutator = (file, random) => {
  const item = Buffer.from('feff00e000000000', 'hex');
  const content = Buffer.alloc(random.pick([0, 0, 2, 4, 8, 64]), random.pick(interestingBytes));
  item.writeUInt32LE(content.length, 4);
  const items = Array.from({ length: random.pick([1, 2, 100, 5000]) }, () => [item, content]).flat();
  const fields = file.layout.fields;
  const at = fields.length > 0 ? Math.max(0, random.pick(fields).at - 4) : somewhere(file, random);
  return cut(file.bytes, at, at, Buffer.concat(items));
};

const onBytes: readonly Mutator[] = [
  flipBits,
  flipBits,
  setBytes,
  setBytes,
  setNumber,
  setLength,
  truncate,
  extend,
  removeBytes,
  insertBytes,
  repeatBytes,
];
const onStructure: readonly Mutator[] = [
  ...[
    setLength,
    setLength,
    splice,
    duplicate,
    remove,
    move,
    changeVr,
    changeTag,
    changeValue,
    changeValue,
    openLength,
    nest,
    addItems,
  ],
];

/** One to three mutations; those of the structure come first, while the layout still holds. */
export function mutate(file: Mutable, random: Random, other: Mutable): Buffer {
  const structural = random.chance(0.55);
  const times = structural ? random.below(2) : 1 + random.below(2);
  let bytes = structural ? random.pick(onStructure)(file, random, other) : file.bytes;
  for (let n = 0; n < times && bytes.length > 0; n++)
    bytes = random.pick(onBytes)({ bytes, layout: file.layout }, random, other);
  return bytes.equals(file.bytes) && bytes.length > 0 ? flipBits(file, random, other) : bytes;
}
