import { useState, type ReactNode } from 'react';
import type { Growth } from '../../../../electron/core/contract/results.ts';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { Panel, Stat } from '../../../ui/index.ts';
import { timePointName } from '../../trial/model.ts';
import { growthRows, headlines } from '../model.ts';
import { FormulasButton, ValueCell } from './ValueCell.tsx';
import './volumetry.css';

/** Growth between CTs; every number stands under its two CTs, its embolisation and the days. */
export function GrowthPanel({ subject, growth }: { readonly subject: Subject; readonly growth: readonly Growth[] }) {
  const [formulas, setFormulas] = useState(false);
  if (growth.length === 0)
    return (
      <Panel title={t('results.growth')}>
        <p className="record__hint">{t('results.growthNone')}</p>
      </Panel>
    );
  const nameOf = (timePointId: string) => {
    const found = subject.timePoints.find(({ id }) => id === timePointId);
    return found ? timePointName(found.kind) : '–';
  };
  const pairName = ({ fromTimePointId, toTimePointId }: Growth) =>
    t('results.pair', { from: nameOf(fromTimePointId), to: nameOf(toTimePointId) });
  const days = (count: number | null) => (count === null ? '–' : t('results.dayCount', { count }));
  return (
    <Panel title={t('results.growth')} flush actions={<FormulasButton isOn={formulas} onChange={setFormulas} />}>
      <div className="results__heads">
        {growth.map((pair) => (
          <section key={pairKey(pair)} className="results__head" aria-label={pairName(pair)}>
            <h3>
              {pairName(pair)}{' '}
              <span>
                {pair.fromDate} → {pair.toDate}
              </span>
            </h3>
            <div className="results__stats">
              {headlines(pair).map(({ name, value, unit }) => (
                <Stat key={name} name={name} value={value} unit={unit} />
              ))}
            </div>
          </section>
        ))}
      </div>
      <table className="ui-table results__table">
        <thead>
          <tr>
            <th scope="col">{t('results.quantity')}</th>
            {growth.map((pair) => (
              <th key={pairKey(pair)} scope="col" className="ui-align-end">
                {pairName(pair)}
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
            text={({ embolisation }) =>
              embolisation === null
                ? t('results.noEmbolisation')
                : `${t(`kindShort.${embolisation.kind}`)} ${embolisation.date}`
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
    </Panel>
  );
}

const pairKey = ({ fromTimePointId, toTimePointId }: Growth): string => `${fromTimePointId} ${toTimePointId}`;

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
