/** Who the patient of a file is, as the file says: what the site's key keeps, and nothing else may. */
import { readFile } from './file.ts';
import { tags, textOf, type Dataset } from './dataset.ts';
import { decodeText } from '../dicom/readText.ts';

export interface PatientIdentity {
  readonly patientId: string;
  readonly name: string;
  /** YYYYMMDD, or ''. */
  readonly birthDate: string;
  readonly studyInstanceUid: string;
}

const wanted: readonly number[] = [
  tags.SpecificCharacterSet,
  tags.PatientName,
  tags.PatientId,
  tags.PatientBirthDate,
  tags.StudyInstanceUid,
];

/**
 * @param bytes a file, or its first bytes if they reach to the Study Instance UID (0020,000D)
 * @returns null when they can't be read; texts are '' where the file says nothing
 */
export function readIdentity(bytes: Uint8Array): PatientIdentity | null {
  try {
    const file = readFile(bytes, (tag) => wanted.includes(tag), tags.StudyInstanceUid);
    return file && identityOf(file.dataset);
  } catch {
    return null;
  }
}

function identityOf(dataset: Dataset): PatientIdentity {
  const sets = textOf(dataset, tags.SpecificCharacterSet).split('\\');
  const text = (tag: number): string => {
    const content = dataset.find((element) => element.tag === tag)?.content;
    return content?.kind === 'value' ? decodeText(content.bytes, sets) : '';
  };
  return {
    patientId: text(tags.PatientId),
    name: text(tags.PatientName),
    birthDate: text(tags.PatientBirthDate),
    studyInstanceUid: textOf(dataset, tags.StudyInstanceUid),
  };
}
