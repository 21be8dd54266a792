/** Who the patient of a file is, as the file says: what the site's key keeps, and nothing else may. */
import { Elements } from '../dicom/readElements.ts';
import { dataSetBytes, findStart } from '../dicom/readStart.ts';
import { decodeText } from '../dicom/readText.ts';
import { tags } from './dataset.ts';

export interface PatientIdentity {
  readonly patientId: string;
  readonly name: string;
  /** YYYYMMDD, or ''. */
  readonly birthDate: string;
  readonly studyInstanceUid: string;
}

/**
 * @param bytes a file, or its first bytes if they reach to the Study Instance UID (0020,000D); deflated ones as a whole
 * @returns null when they can't be read; texts are '' where the file says nothing
 */
export function readIdentity(bytes: Uint8Array): PatientIdentity | null {
  try {
    const start = findStart(bytes);
    if (!start) return null;
    const place = { bytes: dataSetBytes(bytes, start), encoding: start.encoding, from: start.offset };
    const elements = new Elements({ ...place, to: place.bytes.length }, tags.SeriesInstanceUid);
    const text = (tag: number): string => decodeText(elements.value(tag), elements.characterSets);
    return {
      patientId: text(tags.PatientId),
      name: text(tags.PatientName),
      birthDate: text(tags.PatientBirthDate),
      studyInstanceUid: elements.ascii(tags.StudyInstanceUid),
    };
  } catch {
    return null;
  }
}
