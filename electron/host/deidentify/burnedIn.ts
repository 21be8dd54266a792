/** Signs that the patient's name may be drawn into the pixels, where no table reaches it (PS3.15 E.3.1). */
import type { Encoding } from '../dicom/readElements.ts';
import { groupOf, tags, textOf, uint16Of, type Dataset } from './dataset.ts';

const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.|$)/;
/** Parts of Image Type that mean a picture of a screen or of a report, or a rendering with text. */
const screenTypes = /\b(SCREEN|SCREENSHOT|CAPTURE|DOSE|REPORT|PROTOCOL|PASTED|VRT|SSD|3D|VOLREN|FUSION|SUMMARY)\b/;
/** Film digitizers, workstations, pictures and documents. */
const captureModalities = ['OT', 'SC', 'DOC', 'XC', 'GM', 'ES', 'HC', 'PX'];
const OVERLAY_BIT_POSITION = 0x0102;

export const isOverlayBitPosition = (tag: number): boolean =>
  (groupOf(tag) & 0xff00) === 0x6000 && (tag & 0xffff) === OVERLAY_BIT_POSITION;

/**
 * @param dataset as it came
 * @returns one sentence for each sign, without any text of the file; empty when there is none
 */
export function burnedInSigns(dataset: Dataset, encoding: Encoding): string[] {
  const text = (tag: number): string => textOf(dataset, tag).toUpperCase();
  const overlayInPixels = dataset.some(({ tag }) => isOverlayBitPosition(tag) && uint16Of(dataset, tag, encoding) > 0);
  const signs: readonly (readonly [boolean, string])[] = [
    [text(tags.BurnedInAnnotation) === 'YES', 'It says that annotations are drawn into its pixels.'],
    [secondaryCapture.test(text(tags.SopClassUid)), 'It is a secondary capture.'],
    [text(tags.ConversionType) !== '', 'It was converted from another kind of picture.'],
    [captureModalities.includes(text(tags.Modality)), 'Its modality is one of pictures and documents.'],
    [screenTypes.test(text(tags.ImageType).replaceAll('_', ' ')), 'Its image type is that of a screen or a report.'],
    [uint16Of(dataset, tags.SamplesPerPixel, encoding) > 1, 'It is a colour picture.'],
    [overlayInPixels, 'An overlay is kept in unused bits of its pixels.'],
  ];
  return signs.filter(([found]) => found).map(([, sentence]) => sentence);
}
