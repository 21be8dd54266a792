import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { bodySurfaceM2 } from '../../../../electron/core/domain/bodySurface.ts';
import { t } from '../../../i18n/index.ts';
import { CorrectedMark, EntryActions } from './EntryActions.tsx';
import { EntryPanel } from './EntryPanel.tsx';

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
      <table className="ui-table record__measures">
        <thead>
          <tr>
            <th scope="col">{t('measure.date')}</th>
            <th scope="col" className="ui-align-end">
              {t('measure.height')}
            </th>
            <th scope="col" className="ui-align-end">
              {t('measure.weight')}
            </th>
            <th scope="col" className="ui-align-end">
              {t('measure.bsa')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('timePoint.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {byDate.map(({ id, date, heightCm, weightKg, corrected }) => (
            <tr key={id}>
              <th scope="row">
                {date} <CorrectedMark isShown={corrected} />
              </th>
              <td className="ui-align-end">{heightCm} cm</td>
              <td className="ui-align-end">{weightKg} kg</td>
              <td className="ui-align-end">
                {bodySurfaceM2('MOSTELLER', heightCm, weightKg).value?.toFixed(2) ?? '–'} m²
              </td>
              <td>
                <EntryActions
                  name={`${t('measure.title')}, ${date}`}
                  correct={{ form: 'measure', subjectId: subject.id, entryId: id }}
                  correctMethod="trial.correctMeasure"
                  strike={{
                    form: 'strike',
                    subjectId: subject.id,
                    entity: 'subject_measure',
                    entryId: id,
                    name: `${t('measure.title')}, ${date}`,
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </EntryPanel>
  );
}
