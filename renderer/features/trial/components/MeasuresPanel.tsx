import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { bodySurfaceM2 } from '../../../../electron/core/domain/bodySurface.ts';
import { t } from '../../../i18n/index.ts';
import { EntryPanel } from './EntryPanel.tsx';
import { EntryTable } from './EntryTable.tsx';

export function MeasuresPanel({ subject }: { readonly subject: Subject }) {
  const byDate = [...subject.measures].sort((a, b) => b.date.localeCompare(a.date));
  return (
    <EntryPanel
      title={t('measure.title')}
      action={t('measure.add')}
      dialog={{ form: 'measure', subjectId: subject.id, entryId: null }}
      method="trial.addMeasure"
      subjectId={subject.id}
      entity="subject_measure"
      hint={byDate.length === 0 ? t('measure.none') : null}
      flush
    >
      <EntryTable
        subjectId={subject.id}
        entity="subject_measure"
        name={t('measure.title')}
        heads={[t('measure.date'), t('measure.height'), t('measure.weight'), t('measure.bsa')]}
        rows={byDate.map(({ heightCm, weightKg, ...entry }) => ({
          ...entry,
          numbers: [
            `${heightCm} cm`,
            `${weightKg} kg`,
            `${bodySurfaceM2('MOSTELLER', heightCm, weightKg).value?.toFixed(2) ?? '–'} m²`,
          ],
        }))}
      />
    </EntryPanel>
  );
}
