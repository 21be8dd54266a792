/** What kind of object a file holds, by its header: a slice of a scan, an image computed from others, or something else. */
import type { Elements } from './readElements.ts';
import { putAside, refuse } from './readRefusal.ts';
import { code, codes, uid } from './readValues.ts';

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
export const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
/** With the four multi-frame ones below it. */
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
/** Radiation dose SR: X-ray, enhanced X-ray, patient. */
const DOSE_REPORTS = ['67', '76', '73'].map((end) => `1.2.840.10008.5.1.4.1.1.88.${end}`);
const IMAGE_TYPE = 0x00080008;
const SHARED_GROUPS = 0x52009229;
const FRAME_GROUPS = 0x52009230;
const FRAME_TYPE_GROUP = 0x00189329;
const FRAME_TYPE = 0x00089007;
/** What a volume was computed into (PS3.3 C.8.16.2.1.3). */
const CALCULATION = 0x00089207;

const DOSE_SHEET = 'It is a dose sheet, not a slice.';
const LOCALIZER = 'It is a localizer (scout image), not a slice.';

const isSecondaryCapture = (sopClass: string): boolean =>
  sopClass === SECONDARY_CAPTURE || sopClass.startsWith(`${SECONDARY_CAPTURE}.`);

/**
 * The words of Image Type from the third value on (PS3.3 C.7.6.1.1.2, C.8.2.1.1.1): the standard's own, and those in which vendors tell
 * what a derived image is, such as `CT_SOM5 TOP` or `CSA MPR`.
 */
const typeWords = (values: readonly string[]): string[] => values.slice(2).flatMap((value) => value.split(/[ _]/));
const holds = (words: readonly string[], known: ReadonlySet<string>): boolean => words.some((word) => known.has(word));

const localizerWords = new Set(['LOCALIZER', 'LOCALISER', 'SCOUT', 'TOPOGRAM', 'SURVIEW', 'SCANOGRAM', 'TOP']);
const doseWords = new Set(['DOSE', 'DOSEREPORT', 'PROT', 'PROTOCOL']);
const screenWords = new Set(['SCREEN', 'SCREENSAVE', 'SCREENSHOT', 'SNAPSHOT']);
/** Reformats, projections and renderings; maps of perfusion, which are no intensities of the scan either. */
const reformatWords = new Set(
  (
    'MPR MPVR MULTIPLANAR CPR CURVED REFORMAT REFORMATTED RESAMPLED OBLIQUE CORONAL SAGITTAL ' +
    'MIP MAXIP TMIP MINIP MAXIMUM MINIMUM PROJECTION VRT SSD RENDER ' +
    'RCBF RCBV CBF CBV MTT TTP TMAX SUBTRACTION'
  ).split(' '),
);
const isDoseTitle = (elements: Elements): boolean =>
  /\bDOSE\b|PATIENT PROTOCOL/.test(elements.ascii(0x0008103e).toUpperCase());

/**
 * @param mediaSopClassUid of the meta group
 * @throws Refusal for what is no CT image, from the elements up to group 8 alone
 */
export function checkKind(elements: Elements, mediaSopClassUid: string): void {
  const sopClass = uid(elements, 0x00080016);
  if (sopClass === MEDIA_DIRECTORY || mediaSopClassUid === MEDIA_DIRECTORY || elements.has(0x00041220))
    refuse('It is an index file (DICOMDIR); the images are read from their own files.');
  if (DOSE_REPORTS.includes(sopClass)) putAside('It is a dose report, not an image.');
  const words = typeWords(codes(elements, IMAGE_TYPE));
  const modality = code(elements, 0x00080060);
  if (isSecondaryCapture(sopClass)) {
    const isDose = holds(words, doseWords) || isDoseTitle(elements);
    putAside(isDose ? DOSE_SHEET : 'It is a secondary capture (a picture of a screen), not a slice.');
  }
  if (modality !== 'CT' && !(modality === '' && sopClass === CT_IMAGE)) {
    // Only what can be a modality is repeated: a damaged file may hold anything there.
    const isTerm = /^[A-Z0-9]{2,10}$/.test(elements.ascii(0x00080060));
    const named = isTerm ? ` (its modality is ${modality})` : '';
    refuse(modality === '' ? 'It does not say that it is a CT image.' : `It is not a CT image${named}.`);
  }
  if (holds(words, localizerWords)) putAside(LOCALIZER);
  if (holds(words, doseWords) && words[0] !== 'AXIAL') putAside(DOSE_SHEET);
  if (holds(words, screenWords)) putAside('It is a saved screen, not a slice.');
}

interface FrameType {
  readonly words: readonly string[];
  readonly calculation: string;
}

/** Those of a multi-frame object (PS3.3 C.8.15.3.1): shared, or frame by frame. */
function frameTypes(elements: Elements): FrameType[] {
  const shared = elements.item(SHARED_GROUPS)?.item(FRAME_TYPE_GROUP);
  const groups = shared ? [shared] : [...ownFrameTypes(elements)];
  return groups.map((group) => ({ words: typeWords(codes(group, FRAME_TYPE)), calculation: code(group, CALCULATION) }));
}

function* ownFrameTypes(elements: Elements): Generator<Elements> {
  for (const own of elements.items(FRAME_GROUPS)) {
    const type = own.item(FRAME_TYPE_GROUP);
    if (type) yield type;
  }
}

/**
 * @param elements the whole header
 * @returns whether the images were computed from others
 * @throws Refusal for a dose sheet that only its title tells, and for localizers among the frames
 */
export function isReformat(elements: Elements): boolean {
  const isPlaced = elements.has(0x00200037) || elements.has(FRAME_GROUPS) || elements.has(SHARED_GROUPS);
  if (!isPlaced && isDoseTitle(elements)) putAside(DOSE_SHEET);
  const frames = frameTypes(elements);
  const localizers = frames.filter(({ words }) => holds(words, localizerWords)).length;
  if (localizers > 0 && localizers === frames.length) putAside(LOCALIZER);
  if (localizers > 0) refuse('Some of its frames are localizers, so that it is no volume.');
  const own = { words: typeWords(codes(elements, IMAGE_TYPE)), calculation: code(elements, CALCULATION) };
  return [own, ...frames].some(
    ({ words, calculation }) => holds(words, reformatWords) || !['', 'NONE'].includes(calculation),
  );
}
