/** The typed header of a CT file, from its elements. */
import { readContrast } from './readContrast.ts';
import { readDepth } from './readDepth.ts';
import type { Elements } from './readElements.ts';
import { frameCount, readFrames } from './readFrames.ts';
import { CT_IMAGE, isReformat } from './readKind.ts';
import { checkRoom, PIXEL_DATA } from './readPixels.ts';
import { refuse } from './readRefusal.ts';
import { mayBeTruncated } from './readSyntax.ts';
import type { ImageHeader } from './readTypes.ts';
import { code, day, integer, text, uid } from './readValues.ts';

/**
 * @param elements up to the header of the pixel data, of an object that `checkKind` let through
 * @param available bytes that the file has for pixels
 * @throws Refusal when it is no CT slice that this version reads
 */
export function imageHeader(elements: Elements, transferSyntaxUid: string, available: number): ImageHeader {
  const reformat = isReformat(elements);
  const pixelData = elements.find(PIXEL_DATA) ?? refuse('It has no pixel data.');
  const depth = readDepth(elements, transferSyntaxUid);
  const count = frameCount(elements);
  // Of a single image that is cut short the header still tells which series it is missing from.
  if (count > 1) checkRoom(pixelData, depth, count, available);
  const studyDate = day(elements, 0x00080020);
  return {
    sopInstanceUid: uid(elements, 0x00080018),
    sopClassUid: uid(elements, 0x00080016) || CT_IMAGE,
    studyInstanceUid: uid(elements, 0x0020000d),
    seriesInstanceUid: uid(elements, 0x0020000e),
    frameOfReferenceUid: uid(elements, 0x00200052),
    patientLabel: text(elements, 0x00100020),
    manufacturer: text(elements, 0x00080070),
    modality: 'CT',
    studyDescription: text(elements, 0x00081030),
    seriesDescription: text(elements, 0x0008103e),
    seriesNumber: integer(elements, 0x00200011),
    patientPosition: code(elements, 0x00185100),
    studyDate,
    acquisitionDate: day(elements, 0x00080022) ?? day(elements, 0x0008002a) ?? day(elements, 0x00080021) ?? studyDate,
    reformat,
    lossy: saysLossy(elements) || (mayBeTruncated(transferSyntaxUid) && code(elements, 0x00282110) !== '00'),
    contrast: readContrast(elements),
    transferSyntaxUid,
    frames: readFrames(elements, depth, count),
  };
}

/** Lossy Image Compression, or its ratio or method, which programs write that forget the first (PS3.3 C.7.6.1.1.5). */
const saysLossy = (elements: Elements): boolean =>
  code(elements, 0x00282110) === '01' || elements.ascii(0x00282112) !== '' || elements.ascii(0x00282114) !== '';
