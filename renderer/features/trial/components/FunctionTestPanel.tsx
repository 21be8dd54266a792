import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { CorrectedMark, EntryActions } from './EntryActions.tsx';
import { EntryPanel } from './EntryPanel.tsx';

/** What was measured; the function per body surface and its verdict are among the results of the CT it belongs to. */
export function FunctionTestPanel({ subject }: { readonly subject: Subject }) {
  const byDate = subject.functionTests.toReversed();
  return (
    <EntryPanel
      title={t('functionTest.title')}
      action={t('functionTest.add')}
      dialog={{ form: 'function_test', subjectId: subject.id, entryId: null }}
      method="trial.addFunctionTest"
      subjectId={subject.id}
      entity="function_test"
      hint={byDate.length === 0 ? t('functionTest.none') : null}
      flush
    >
      <table className="ui-table record__measures">
        <thead>
          <tr>
            <th scope="col">{t('functionTest.date')}</th>
            <th scope="col" className="ui-align-end">
              {t('functionTest.uptakeShort')}
            </th>
            <th scope="col" className="ui-align-end">
              {t('functionTest.shareShort')}
            </th>
            <th scope="col" className="ui-align-end">
              {t('functionTest.activity')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('timePoint.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {byDate.map(({ id, date, uptakePctPerMin, flrSharePct, activityMbq, note, corrected }) => (
            <tr key={id}>
              <th scope="row" title={note === '' ? undefined : note}>
                {date} <CorrectedMark isShown={corrected} />
              </th>
              <td className="ui-align-end">{uptakePctPerMin} %/min</td>
              <td className="ui-align-end">{flrSharePct} %</td>
              <td className="ui-align-end">{activityMbq === null ? '–' : `${activityMbq} MBq`}</td>
              <td>
                <EntryActions
                  name={`${t('entity.function_test')}, ${date}`}
                  correct={{ form: 'function_test', subjectId: subject.id, entryId: id }}
                  correctMethod="trial.correctFunctionTest"
                  strike={{
                    form: 'strike',
                    subjectId: subject.id,
                    entity: 'function_test',
                    entryId: id,
                    name: `${t('entity.function_test')}, ${date}`,
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
