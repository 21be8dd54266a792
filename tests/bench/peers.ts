/** The same work by other people's programs. Times in s; null where a program is not installed or can't do it. */
import path from 'node:path';
import {
  convertWithDcm2niix,
  hasDcm2niix,
  hasReader,
  listWithDcm2niix,
  readHeaders,
  readVolume,
  type PythonReader,
} from '../fixtures/peers/index.ts';
import { seconds } from './measure.ts';

export interface PeerTimes {
  readonly headerSeconds: number;
  readonly volumeSeconds: number;
  /** CRC-32 of its HU; null where it isn't known. */
  readonly checksum: number | null;
}
export interface Peer {
  readonly name: string;
  /** What it does beside what we do. */
  readonly note: string;
  readonly measure: (folder: string, work: string) => Promise<PeerTimes | null>;
}

const python = (reader: PythonReader, name: string, note: string): Peer => ({
  name,
  note,
  async measure(folder) {
    if (!hasReader(reader)) return null;
    const headers = await readHeaders(reader, folder);
    const volume = await readVolume(reader, folder);
    return { headerSeconds: headers.seconds, volumeSeconds: volume.seconds, checksum: volume.flooredCrc32 };
  },
});

const dcm2niix: Peer = {
  name: 'dcm2niix',
  note:
    'a native program on one core, timed from its start: headers as the list of series (-n -1, for which it decodes compressed slices too); the volume as one uncompressed NIfTI in ' +
    'the page cache, headers included',
  async measure(folder, work) {
    if (!hasDcm2niix()) return null;
    const out = path.join(work, 'dcm2niix');
    const start = performance.now();
    const written = await convertWithDcm2niix(folder, out);
    const volumeSeconds = (performance.now() - start) / 1000;
    if (written === null) return null;
    const headerSeconds = await seconds(() => listWithDcm2niix(folder, work));
    return { headerSeconds, volumeSeconds, checksum: null };
  },
};

export const peers: readonly Peer[] = [
  dcm2niix,
  python(
    'gdcm',
    'GDCM',
    "native code on one core by Debian's Python, timed without its start: headers by gdcm.Scanner (five tags); the volume as one int16 array of HU in memory",
  ),
  python(
    'pydicom',
    'pydicom',
    "Debian's pydicom with numpy, which decodes compressed slices by GDCM, timed without its start: headers by dcmread(stop_before_pixels); the volume as GDCM's",
  ),
];
