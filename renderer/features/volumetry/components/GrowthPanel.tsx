import { useState } from 'react';
import type { Growth } from '../../../../electron/core/contract/results.ts';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { Panel, Stat } from '../../../ui/index.ts';
import { headlines, pairKey, pairName } from '../model.ts';
import { AnyGrowth } from './AnyGrowth.tsx';
import { GrowthTable } from './GrowthTable.tsx';
import { FormulasButton, PlusMinus } from './ValueCell.tsx';
import './volumetry.css';

interface Props {
  readonly subject: Subject;
  /** undefined while it is measured. */
  readonly growth: readonly Growth[] | undefined;
}

/** Growth between CTs; every number stands under its two CTs, its embolisation and the days. */
export function GrowthPanel({ subject, growth }: Props) {
  const [formulas, setFormulas] = useState(false);
  if (growth === undefined) return null;
  if (growth.length === 0)
    return (
      <Panel title={t('results.growth')}>
        <p className="record__hint">{t('results.growthNone')}</p>
      </Panel>
    );
  return (
    <Panel title={t('results.growth')} flush actions={<FormulasButton isOn={formulas} onChange={setFormulas} />}>
      <div className="results__heads">
        {growth.map((pair) => (
          <GrowthHead key={pairKey(pair)} subject={subject} pair={pair} />
        ))}
      </div>
      <GrowthTable subject={subject} growth={growth} formulas={formulas} />
      <AnyGrowth subject={subject} growth={growth} formulas={formulas} />
    </Panel>
  );
}

function GrowthHead({ subject, pair }: { readonly subject: Subject; readonly pair: Growth }) {
  return (
    <section className="results__head" aria-label={pairName(subject, pair)}>
      <h3>
        {pairName(subject, pair)}{' '}
        <span>
          {pair.fromDate} → {pair.toDate}
        </span>
      </h3>
      <p className="results__under">{pair.statement}</p>
      <div className="results__stats">
        {headlines(pair).map(({ name, value, unit, error }) => (
          <div key={name}>
            <Stat name={name} value={value} unit={unit} />
            {error && (
              <span className="results__under">
                <PlusMinus error={error} /> ({t('results.interval', { lower: error.lower, upper: error.upper })})
              </span>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
