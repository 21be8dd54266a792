/**
 * De-identifies a DICOM file (PS3.15 annex E): basic profile with the options of the plan, by table, and beyond the table by value
 * representation, so that an attribute nobody thought of can't carry a name out. Pixels stay as they are, byte for byte.
 */
import { RemnantError } from '../../core/contract/errors.ts';
import { vrOf } from './attributes.ts';
import { burnedInSigns, isOverlayBitPosition } from './burnedIn.ts';
import { cleanDataset, decoderOf, mayStay } from './clean.ts';
import { tags, textOf, type Dataset } from './dataset.ts';
import { readFile, writeFile, type DicomFile } from './file.ts';
import { marksOf } from './marks.ts';
import { isNamedIn, onlyPixels, pixelsOf } from './pixels.ts';
import type { DeidentifyPlan } from './plan.ts';
import { wordsOf } from './terms.ts';
import { isRegisteredUid, isReplacedUid } from './uids.ts';

export interface Deidentified {
  /** The whole file, in the transfer syntax it came in. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names may be drawn into the pixels: a person has to look before it is passed on. */
  readonly suspectsBurnedIn: boolean;
  /** Why, in sentences; empty when not. */
  readonly burnedInSigns: readonly string[];
}
export type DeidentifyResult = Deidentified | { readonly reason: string };

/** Float and double float pixel data, which no CT has. */
const floatPixels = [0x7fe00008, 0x7fe00009];
const NAMED_IN_PIXELS = "The patient's name or id stands as text in its pixel data, where it can't be taken out.";
const DAMAGED = "It is damaged or cut short, so that it can't be de-identified.";

/**
 * @param bytes a whole DICOM file of any transfer syntax of the standard, with or without preamble
 * @returns the file without its patient, or a sentence that says why nothing was made; the same bytes for the same input and plan
 * @throws RemnantError 'internal' when the tables of the installation are damaged
 */
export function deidentify(bytes: Uint8Array, plan: DeidentifyPlan): DeidentifyResult {
  if (plan.secret.length < 16) throw new RangeError('the secret of a site has at least 16 bytes');
  try {
    const file = readFile(bytes, (tag) => mayStay(tag, plan) || vrOf(tag) === 'PN' || isOverlayBitPosition(tag));
    if (!file) return { reason: 'It is not a DICOM file.' };
    const refusal = refusalOf(file.dataset);
    if (refusal !== null) return { reason: refusal };
    const dataset = cleanFile(file, plan);
    if (isNamedIn(pixelsOf(dataset), file.dataset)) return { reason: NAMED_IN_PIXELS };
    const signs = burnedInSigns(file.dataset, file.encoding);
    return { bytes: writeFile({ ...file, dataset }), suspectsBurnedIn: signs.length > 0, burnedInSigns: signs };
  } catch (error) {
    if (error instanceof RemnantError) throw error;
    return { reason: DAMAGED };
  }
}

/** Why nothing can be made of a data set that could be read; null when something can. */
function refusalOf(dataset: Dataset): string | null {
  const has = (tag: number): boolean => dataset.some((element) => element.tag === tag);
  const sopClass = textOf(dataset, tags.SopClassUid);
  if (sopClass === '' && textOf(dataset, tags.Modality) === '') return "It doesn't say what it is.";
  if (sopClass !== '' && !isRegisteredUid(sopClass)) {
    return 'It is of a private kind, so that nobody can say what identifies the patient in it.';
  }
  return floatPixels.some(has) && !has(tags.PixelData) ? 'Its pixels are no whole numbers.' : null;
}

function cleanFile({ dataset, encoding }: DicomFile, plan: DeidentifyPlan): Dataset {
  const shiftDays = shiftOf(dataset, plan);
  const cleaned = cleanDataset(dataset, { plan, encoding, shiftDays, names: namesIn(dataset) });
  const marks = marksOf(plan, encoding);
  const pixels = cleaned.map((element) =>
    element.tag === tags.PixelData ? onlyPixels(element, dataset, encoding) : element,
  );
  return [...pixels, ...marks].sort((a, b) => a.tag - b.tag);
}

/** Days to move dates by; null removes them. */
function shiftOf(dataset: Dataset, plan: DeidentifyPlan): number | null {
  if (plan.options.includes('fullDates')) return 0;
  if (!plan.options.includes('modifiedDates')) return null;
  return wasShifted(dataset, plan) ? 0 : plan.shiftDays;
}

/** The file says that its dates were moved, and UIDs that this site gave prove that it was done here. */
const wasShifted = (dataset: Dataset, { secret }: DeidentifyPlan): boolean =>
  textOf(dataset, tags.DatesModified) === 'MODIFIED' &&
  [tags.SopInstanceUid, tags.SeriesInstanceUid, tags.StudyInstanceUid].some((tag) =>
    isReplacedUid(secret, textOf(dataset, tag)),
  );

function namesIn(dataset: Dataset): ReadonlySet<string> {
  const decode = decoderOf(dataset);
  return new Set(
    dataset.flatMap(({ tag, vr, content }) =>
      (vr === 'PN' || vrOf(tag) === 'PN') && content.kind === 'value' ? wordsOf(decode(content.bytes)) : [],
    ),
  );
}
