import type { ReactNode } from 'react';
import type { Growth } from '../../../../electron/core/contract/results.ts';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { embolisationName } from '../../../../electron/core/domain/embolisations.ts';
import { t } from '../../../i18n/index.ts';
import { growthRows, pairKey, pairName } from '../model.ts';
import { ValueCell } from './ValueCell.tsx';

/** Every growth of the pairs, a column for each. */
export function GrowthTable(props: {
  readonly subject: Subject;
  readonly growth: readonly Growth[];
  readonly formulas: boolean;
}) {
  const { subject, growth, formulas } = props;
  const days = (count: number | null) => (count === null ? '–' : t('results.dayCount', { count }));
  return (
    <div className="results__scroll">
      <table className="ui-table results__table">
        <thead>
          <tr>
            <th scope="col">{t('results.quantity')}</th>
            {growth.map((pair) => (
              <th key={pairKey(pair)} scope="col" className="ui-align-end">
                {pairName(subject, pair)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="results__frame">
          <FrameRow name={t('results.ct')} growth={growth} text={({ fromDate, toDate }) => `${fromDate} → ${toDate}`} />
          <FrameRow name={t('results.daysBetween')} growth={growth} text={({ daysBetween }) => days(daysBetween)} />
          <FrameRow
            name={t('results.embolisation')}
            growth={growth}
            text={({ embolisation, laterEmbolisations }) =>
              embolisation === null
                ? t('results.noEmbolisation')
                : [embolisation, ...laterEmbolisations].map(embolisationName).join(' + ')
            }
          />
          <FrameRow
            name={t('results.days')}
            growth={growth}
            text={({ daysSinceEmbolisation }) => days(daysSinceEmbolisation)}
          />
        </tbody>
        <tbody>
          {growthRows(growth).map(({ quantity, name, cells }) => (
            <tr key={quantity}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <ValueCell key={growth[at] ? pairKey(growth[at]) : at} cell={cell} formulas={formulas} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FrameRow(props: {
  readonly name: string;
  readonly growth: readonly Growth[];
  readonly text: (pair: Growth) => ReactNode;
}) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      {props.growth.map((pair) => (
        <td key={pairKey(pair)} className="ui-align-end">
          {props.text(pair)}
        </td>
      ))}
    </tr>
  );
}
