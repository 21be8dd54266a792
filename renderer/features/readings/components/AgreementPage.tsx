import { Scale } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { QuantityAgreement } from '../../../../electron/core/domain/agreement.ts';
import { shownUnit } from '../../../../electron/core/domain/units.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { Banner, EmptyState, Page, Panel, Select, Stat } from '../../../ui/index.ts';
import { agreementColumns, agreementFigures, pointsOf, printed, shownAgreement } from '../model.ts';
import { rt } from '../texts.ts';
import { BlandAltmanChart } from './BlandAltmanChart.tsx';
import { NumbersHead } from './NumbersHead.tsx';
import { PairTable } from './PairTable.tsx';
import '../readings.css';

const events = ['readings.changed'] as const;

/** How far two readers agree, over all CTs that both have signed. */
export function AgreementPage() {
  const { data: pairs, error } = useQuery('readings.pairs', {}, { refreshOn: events });
  const agreement = useMemo(() => shownAgreement(pairs ?? []), [pairs]);
  const [chosen, setChosen] = useState('flr');
  const shown = agreement.find(({ quantity }) => quantity === chosen) ?? agreement[0];
  return (
    <Page title={rt('agreement.title')} subtitle={rt('agreement.subtitle')} wide>
      {error !== undefined && <Banner tone="danger">{errorSentence(error)}</Banner>}
      {pairs && !shown && (
        <EmptyState icon={Scale} title={rt('agreement.none')}>
          {rt('agreement.noneText')}
        </EmptyState>
      )}
      {pairs && shown && (
        <>
          <Panel
            title={rt('agreement.chart', { quantity: shown.name })}
            actions={
              <Select
                label={rt('agreement.quantity')}
                hideLabel
                value={shown.quantity}
                options={agreement.map(({ quantity, name }) => ({ value: quantity, label: name }))}
                onChange={setChosen}
              />
            }
          >
            <div className="agreement-figure">
              <BlandAltmanChart
                quantity={shown.name}
                unit={shownUnit(shown.unit)}
                pairs={pointsOf(pairs, shown.quantity)}
                limits={shown.blandAltman}
                print={(value) => printed(shown.quantity, value)}
              />
              <Figures of={shown} />
            </div>
            {shown.blandAltman === null && <p className="record__hint">{rt('agreement.few')}</p>}
          </Panel>
          <Panel title={rt('agreement.each')} flush>
            <PairTable pairs={pairs} quantity={shown.quantity} unit={shownUnit(shown.unit)} />
          </Panel>
          <Panel title={rt('agreement.all')} flush>
            <SummaryTable agreement={agreement} />
          </Panel>
        </>
      )}
    </Page>
  );
}

/** Those that carry the unit of the quantity itself. */
const ofQuantity: ReadonlySet<string> = new Set(['bias', 'limits']);

/** Beside the chart, what it shows in numbers. */
function Figures({ of }: { readonly of: QuantityAgreement }) {
  return (
    <div className="agreement-figures">
      {agreementFigures(of).map(({ column, text, interval }) => (
        <Stat
          key={column}
          name={rt(`agreement.${column}`)}
          value={text}
          unit={ofQuantity.has(column) && text !== '–' ? shownUnit(of.unit) : ''}
          detail={interval}
        />
      ))}
    </div>
  );
}

function SummaryTable({ agreement }: { readonly agreement: readonly QuantityAgreement[] }) {
  return (
    <div className="agreement-scroll">
      <table className="ui-table agreement-numbers" aria-label={rt('agreement.all')}>
        <NumbersHead
          rows={rt('agreement.quantity')}
          columns={agreementColumns.map((column) => rt(`agreement.${column}`))}
        />
        <tbody>
          {agreement.map((each) => (
            <tr key={each.quantity}>
              <th scope="row">
                {each.name}, {shownUnit(each.unit)}
              </th>
              {agreementFigures(each).map(({ column, text, interval }) => (
                <td key={column} className="ui-align-end">
                  {text}
                  {interval !== null && <span className="agreement-interval">{interval}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="record__hint agreement-method">{rt('agreement.method')}</p>
    </div>
  );
}
