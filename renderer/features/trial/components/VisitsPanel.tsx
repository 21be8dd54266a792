import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { Panel, StatusChip } from '../../../ui/index.ts';
import { timePointName, visitState, visitWindow } from '../model.ts';
import { useSummary } from '../overview.ts';

/** The CTs that the protocol plans for a subject: when each may be made, and how it stands. */
export function VisitsPanel({ subject }: { readonly subject: Subject }) {
  const visits = useSummary(subject.code)?.visits ?? [];
  if (visits.length === 0) return null;
  return (
    <Panel title={t('visit.title')} flush>
      <table className="ui-table">
        <thead>
          <tr>
            <th scope="col">{t('timePoint.kind')}</th>
            <th scope="col">{t('visit.window')}</th>
            <th scope="col">{t('visit.ct')}</th>
            <th scope="col">{t('visit.state')}</th>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => {
            const { text, tone } = visitState(visit);
            return (
              <tr key={visit.kind}>
                <th scope="row" className="record__row-name">
                  {timePointName(visit.kind)}
                </th>
                <td>{visitWindow(visit) ?? t('visit.noWindow')}</td>
                <td>{visit.date ?? '–'}</td>
                <td>
                  <StatusChip tone={tone}>{text}</StatusChip>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
