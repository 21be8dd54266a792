/** Reads a NRRD with its data attached (NRRD0001 to NRRD0005), raw or gzipped, as the layers of labels that it holds. */
import { gunzipSync } from 'node:zlib';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import type { MaskGrid } from '../../core/domain/maskGrid.ts';

export interface NrrdImage {
  readonly grid: MaskGrid;
  /** One or more labelmaps of the grid, which may overlap. */
  readonly layers: readonly Uint8Array[];
  /** Key/value pairs, which the format leaves to programs. */
  readonly pairs: ReadonlyMap<string, string>;
}

/** Beyond any CT: a claim of more is a bomb or a broken file. */
const MAX_BYTES = 2 ** 30;
const MAX_HEADER_BYTES = 1 << 20;

const unreadable = (why: string): RemnantError =>
  new RemnantError('unsupported', `This is not a NRRD file that can be read: ${why}.`);

export const isNrrd = (bytes: Uint8Array): boolean =>
  /^NRRD000[1-5]$/.test(Buffer.from(bytes.subarray(0, 8)).toString('latin1'));

const integerTypes: readonly (readonly [RegExp, number, boolean])[] = [
  [/^(signed char|int8|int8_t)$/, 1, true],
  [/^(uchar|unsigned char|uint8|uint8_t)$/, 1, false],
  [/^(short|short int|signed short|signed short int|int16|int16_t)$/, 2, true],
  [/^(ushort|unsigned short|unsigned short int|uint16|uint16_t)$/, 2, false],
  [/^(int|signed int|int32|int32_t)$/, 4, true],
  [/^(uint|unsigned int|uint32|uint32_t)$/, 4, false],
];

/** Signs that turn each of the known spaces into LPS (format.html, "space"). */
const spaces: readonly (readonly [RegExp, Vec3])[] = [
  [/^(left-posterior-superior|LPS)$/i, [1, 1, 1]],
  [/^(right-anterior-superior|RAS)$/i, [-1, -1, 1]],
  [/^(left-anterior-superior|LAS)$/i, [1, -1, 1]],
];

interface Header {
  readonly fields: ReadonlyMap<string, string>;
  readonly pairs: ReadonlyMap<string, string>;
  readonly dataAt: number;
}

/** Lines up to an empty one: `field: value`, `key:=value`, comments. */
function readHeader(bytes: Uint8Array): Header {
  const start = Buffer.from(bytes.subarray(0, MAX_HEADER_BYTES));
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  let at = start.indexOf(0x0a) + 1;
  for (;;) {
    const end = start.indexOf(0x0a, at);
    if (at === 0 || end === -1) throw unreadable('its header has no end');
    const line = start.toString('utf8', at, end).replace(/\r$/, '');
    at = end + 1;
    if (line === '') return { fields, pairs, dataAt: at };
    const [, name, isPair, value] = /^([^:]+):(=?)\s*(.*)$/.exec(line) ?? [];
    if (line.startsWith('#') || name === undefined) continue;
    if (isPair) pairs.set(name, value!.replaceAll('\\n', '\n').replaceAll('\\\\', '\\'));
    else fields.set(name.trim().toLowerCase(), value!.trim());
  }
}

const vectorOf = (text: string): Vec3 => {
  const values = text.replaceAll(/[()]/g, '').split(',').map(Number);
  if (values.length !== 3 || !values.every(Number.isFinite)) throw unreadable('its place in the patient is damaged');
  return [values[0]!, values[1]!, values[2]!];
};

interface Shape {
  readonly grid: MaskGrid;
  readonly layers: number;
  /** Whether the layers of one voxel lie beside each other; they lie behind each other otherwise. */
  readonly interleaved: boolean;
}

function shapeOf(fields: Header['fields']): Shape {
  const signs = spaces.find(([name]) => name.test(fields.get('space') ?? ''))?.[1];
  if (!signs) throw unreadable('it does not say where it lies in the patient (space LPS, RAS or LAS)');
  const sizes = (fields.get('sizes') ?? '').split(/\s+/).map(Number);
  const directions = (fields.get('space directions') ?? '').match(/none|\([^)]*\)/gi) ?? [];
  const spatial = directions.flatMap((text, axis) => (text.toLowerCase() === 'none' ? [] : [axis]));
  if (Number(fields.get('dimension')) !== sizes.length || directions.length !== sizes.length || spatial.length !== 3)
    throw unreadable('it has no three axes in the patient');
  if (!sizes.every((size) => Number.isInteger(size) && size > 0)) throw unreadable('its sizes are impossible');
  const own = sizes.findIndex((_, axis) => !spatial.includes(axis));
  if (sizes.length > 4 || (own !== -1 && own !== 0 && own !== 3)) throw unreadable('it has more than layers of labels');
  const toLps = ([x, y, z]: Vec3): Vec3 => [x * signs[0], y * signs[1], z * signs[2]];
  const [i, j, k] = spatial.map((axis) => toLps(vectorOf(directions[axis]!))) as [Vec3, Vec3, Vec3];
  const dims = spatial.map((axis) => sizes[axis]!) as unknown as Vec3;
  return {
    grid: { dims, originMm: toLps(vectorOf(fields.get('space origin') ?? '')), stepsMm: [i, j, k] },
    layers: own === -1 ? 1 : sizes[own]!,
    interleaved: own === 0,
  };
}

function dataOf(bytes: Uint8Array, { fields, dataAt }: Header, byteCount: number): Uint8Array {
  if (fields.has('data file') || fields.has('datafile')) throw unreadable('its voxels are in another file');
  const encoding = (fields.get('encoding') ?? '').toLowerCase();
  const stored = bytes.subarray(dataAt);
  const isGzip = encoding === 'gzip' || encoding === 'gz';
  if (!isGzip && encoding !== 'raw')
    throw unreadable(`its voxels are encoded as ${encoding || 'nothing known'}; raw and gzip are read`);
  let data = stored;
  try {
    if (isGzip) data = gunzipSync(stored, { maxOutputLength: byteCount });
  } catch (error) {
    throw new RemnantError('unsupported', 'This file is compressed, but not whole or too large.', { cause: error });
  }
  if (data.length < byteCount) throw unreadable('voxels are missing');
  return data.subarray(0, byteCount);
}

/** @throws RemnantError 'unsupported' with the reason; 'refused' for values that are no labels (whole numbers 0 to 255) */
export function readNrrd(bytes: Uint8Array): NrrdImage {
  if (!isNrrd(bytes)) throw unreadable('its first bytes are not those of NRRD');
  const header = readHeader(bytes);
  const { fields, pairs } = header;
  const type = integerTypes.find(([name]) => name.test((fields.get('type') ?? '').toLowerCase()));
  if (!type) throw unreadable('its voxels are no whole numbers');
  const [, size, isSigned] = type;
  const { grid, layers, interleaved } = shapeOf(fields);
  const voxels = grid.dims[0] * grid.dims[1] * grid.dims[2];
  const byteCount = voxels * layers * size;
  if (!(byteCount <= MAX_BYTES)) throw unreadable('it is larger than any CT');
  const isBig = size > 1 && (fields.get('endian') ?? 'little').toLowerCase() === 'big';
  const values = labelsOf(dataOf(bytes, header, byteCount), size, isSigned, isBig);
  return { grid, pairs, layers: Array.from({ length: layers }, (_, at) => layerOf(values, at, layers, interleaved)) };
}

function layerOf(values: Uint8Array, at: number, layers: number, interleaved: boolean): Uint8Array {
  if (layers === 1) return values;
  const voxels = values.length / layers;
  if (!interleaved) return values.subarray(at * voxels, (at + 1) * voxels);
  const layer = new Uint8Array(voxels);
  for (let voxel = 0; voxel < voxels; voxel++) layer[voxel] = values[voxel * layers + at]!;
  return layer;
}

/** The lowest byte of each number, once the others are known to be zero. */
function labelsOf(data: Uint8Array, size: number, isSigned: boolean, isBig: boolean): Uint8Array {
  const noMask = new RemnantError(
    'refused',
    'The file holds other values than whole numbers from 0 to 255, so it is not a mask.',
  );
  if (size === 1) {
    if (isSigned && data.some((value) => value > 127)) throw noMask;
    return data;
  }
  const labels = new Uint8Array(data.length / size);
  const lowest = isBig ? size - 1 : 0;
  for (let at = 0; at < labels.length; at++) {
    for (let byte = 0; byte < size; byte++) if (byte !== lowest && data[at * size + byte] !== 0) throw noMask;
    labels[at] = data[at * size + lowest]!;
  }
  return labels;
}
