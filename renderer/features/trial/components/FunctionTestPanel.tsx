import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { EntryPanel } from './EntryPanel.tsx';

/** What was measured; the function per body surface and its verdict are among the results of the CT it belongs to. */
export function FunctionTestPanel({ subject }: { readonly subject: Subject }) {
  const byDate = subject.functionTests.toReversed();
  return (
    <EntryPanel
      title={t('functionTest.title')}
      action={t('functionTest.add')}
      dialog={{ form: 'functionTest', subjectId: subject.id }}
      hint={byDate.length === 0 ? t('functionTest.none') : null}
      flush
    >
      <table className="ui-table record__measures">
        <thead>
          <tr>
            <th scope="col">{t('functionTest.date')}</th>
            <th scope="col" className="ui-align-end">
              {t('functionTest.uptake')}
            </th>
            <th scope="col" className="ui-align-end">
              {t('functionTest.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {byDate.map(({ id, date, uptakePctPerMin, flrSharePct, note }) => (
            <tr key={id}>
              <th scope="row" title={note === '' ? undefined : note}>
                {date}
              </th>
              <td className="ui-align-end">{uptakePctPerMin} %/min</td>
              <td className="ui-align-end">{flrSharePct} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </EntryPanel>
  );
}
