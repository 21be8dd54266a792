/** Which reading of a CT leaves, as one line. */
import type { ExportedReading } from '../../../electron/core/contract/exports.ts';
import { t } from '../../i18n/index.ts';

export function readingText({
  ordinal,
  version,
  readBy,
  standing,
}: Pick<ExportedReading, 'ordinal' | 'version' | 'readBy' | 'standing'>): string {
  const which = t(`export.ordinal.${ordinal}`);
  const reading = version === 1 ? which : t('export.version', { which, version });
  return [
    readBy === null ? reading : t('export.readBy', { reading, reader: readBy }),
    t(`export.standing.${standing}`),
  ].join(', ');
}
