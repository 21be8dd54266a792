import { Fragment, useState } from 'react';
import type { Result, SubjectResults } from '../../../../electron/core/contract/results.ts';
import { t } from '../../../i18n/index.ts';
import { Badge, Panel, Stat, StatusChip } from '../../../ui/index.ts';
import { timePointName } from '../../trial/model.ts';
import { byDate, cellOf, HEADLINE, rowsOf, segmentOf, shownGroups, verdictTone } from '../model.ts';
import { FormulasButton, ValueCell } from './ValueCell.tsx';
import './volumetry.css';

/** Volumes and ratios of every measured CT, undefined while they are measured: the trial's ratio large with its verdict, then everything by full name. */
export function ResultsPanel({ results }: { readonly results: SubjectResults | undefined }) {
  const [formulas, setFormulas] = useState(false);
  const list = results ? byDate(results) : [];
  if (list.length === 0)
    return (
      <Panel title={t('results.title')}>
        <p className="record__hint" role="status">
          {t(results ? 'results.none' : 'results.measuring')}
        </p>
      </Panel>
    );
  return (
    <Panel title={t('results.title')} flush actions={<FormulasButton isOn={formulas} onChange={setFormulas} />}>
      <div className="results__heads">
        {list.map((result) => (
          <Headline key={result.id} result={result} />
        ))}
      </div>
      <ResultsTable list={list} formulas={formulas} />
      <Warnings list={list} />
    </Panel>
  );
}

function Headline({ result }: { readonly result: Result }) {
  const ratio = result.values.find(({ quantity }) => quantity === HEADLINE);
  if (!ratio) return null;
  const { text, error } = cellOf(ratio);
  const [value = '–', unit = ''] = text.split(' ');
  return (
    <section className="results__head" aria-label={`${timePointName(result.kind)}, ${result.date}`}>
      <h3>
        {timePointName(result.kind)} <span>{result.date}</span>
        {result.reading && <Badge>{readingName(result.reading)}</Badge>}
      </h3>
      <div>
        <Stat name={ratio.name} value={value} unit={unit} emphasis />
        {error && (
          <p className="results__under" title={error.statement}>
            {t('results.plusMinus', { error: error.plusMinus })} (
            {t('results.interval', { lower: error.lower, upper: error.upper })})
          </p>
        )}
      </div>
      <ul className="results__verdicts">
        {result.verdicts.map(({ criterion, statement, outcome, crossesLimit }) => (
          <li key={criterion}>
            <span className="results__outcome">
              <StatusChip tone={verdictTone[outcome]}>{t(`results.verdict.${outcome}`)}</StatusChip>
              {crossesLimit && <StatusChip tone="neutral">{t('results.uncertain')}</StatusChip>}
            </span>
            <span>{statement}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Its state, and which one it is where it is not the first. */
function readingName({ ordinal, state }: NonNullable<Result['reading']>): string {
  const name = t(`results.reading.${state}`);
  return ordinal === 'first' ? name : `${t(`results.ordinal.${ordinal}`)} · ${name}`;
}

function ResultsTable({ list, formulas }: { readonly list: readonly Result[]; readonly formulas: boolean }) {
  return (
    <div className="results__scroll">
      <table className="ui-table results__table">
        <thead>
          <tr>
            <th scope="col">{t('results.quantity')}</th>
            {list.map(({ id, kind, date }) => (
              <th key={id} scope="col" className="ui-align-end">
                {timePointName(kind)} · {date}
              </th>
            ))}
          </tr>
        </thead>
        {shownGroups(list).map(({ id, rows }) => (
          <tbody key={id}>
            <tr className="results__group">
              <th scope="colgroup" colSpan={list.length + 1}>
                <span>{t(`results.${id}`)}</span>
              </th>
            </tr>
            {rowsOf(rows, list).map(({ quantity, name, cells }) => {
              const segment = segmentOf[quantity];
              return (
                <tr key={quantity} className={quantity === HEADLINE ? 'results__main' : ''}>
                  <th scope="row">
                    {segment && <span className={`ui-swatch ui-swatch--${segment}`} aria-hidden />}
                    {name}
                  </th>
                  {cells.map((cell, at) => (
                    <ValueCell key={list[at]?.id ?? at} cell={cell} formulas={formulas} />
                  ))}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Warnings({ list }: { readonly list: readonly Result[] }) {
  const warned = list.filter(({ warnings }) => warnings.length > 0);
  const protocols = [
    ...new Set(list.map(({ protocolId: id, protocolVersion: version }) => t('results.protocol', { id, version }))),
  ];
  return (
    <footer className="results__foot">
      {warned.length > 0 && (
        <>
          <strong>{t('results.warnings')}</strong>
          <dl className="facts">
            {warned.map(({ id, kind, warnings }) => (
              <Fragment key={id}>
                <dt>{timePointName(kind)}</dt>
                <dd>{warnings.join(' ')}</dd>
              </Fragment>
            ))}
          </dl>
        </>
      )}
      <span>{[...protocols, t('results.errorNote'), t('app.researchUse')].join(' · ')}</span>
    </footer>
  );
}
