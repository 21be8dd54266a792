import type { Correction } from '../../../../electron/core/contract/trial.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Dialog } from '../../../ui/index.ts';
import { seriesName } from '../../library/model/series.ts';
import { closeDialog } from '../actions.ts';
import { changedFields } from '../history.ts';

/** What was recorded before of one kind of entry, by whom it was changed, and why. */
export function HistoryDialog({
  subjectId,
  entity,
}: {
  readonly subjectId: string;
  readonly entity: Correction['entity'];
}) {
  const { data } = useQuery('trial.corrections', { subjectId });
  const { data: sites } = useQuery('trial.listSites', {});
  const { data: series } = useQuery('library.listSeries', entity === 'time_point' ? {} : null);
  const found = data?.filter((each) => each.entity === entity) ?? [];
  const names = new Map([
    ...(sites ?? []).map(({ id, code }) => [id, code] as const),
    ...(series ?? []).map(
      (each) => [each.id, [each.acquisitionDate, seriesName(each)].filter(Boolean).join(' · ')] as const,
    ),
  ]);
  return (
    <Dialog title={t('entry.historyTitle', { name: t(`entity.${entity}`) })} isOpen onClose={closeDialog} size="lg">
      <ol className="record__history">
        {found.map((correction) => (
          <li key={correction.id}>
            <One correction={correction} names={names} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function One({ correction, names }: { readonly correction: Correction; readonly names: ReadonlyMap<string, string> }) {
  const { correctedAt, correctedBy, former, reason, replacement } = correction;
  return (
    <>
      <p>
        <strong>
          {[dayOf(former), t(replacement === null ? 'entry.wasStruck' : 'entry.wasCorrected')]
            .filter(Boolean)
            .join(': ')}
        </strong>{' '}
        {t('entry.byAt', { by: correctedBy, at: new Date(correctedAt).toLocaleString('en-GB') })}
      </p>
      {reason !== null && <p className="record__hint">{t('entry.because', { reason })}</p>}
      <table className="ui-table">
        <thead>
          <tr>
            <th scope="col">{t('entry.field')}</th>
            <th scope="col">{t('entry.before')}</th>
            {replacement !== null && <th scope="col">{t('entry.after')}</th>}
          </tr>
        </thead>
        <tbody>
          {changedFields(correction, names).map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              {replacement !== null && <td>{after}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The day that the entry was recorded under. */
function dayOf({ date, decisionDate }: Readonly<Record<string, unknown>>): string | null {
  const day = date ?? decisionDate;
  return typeof day === 'string' ? day : null;
}
