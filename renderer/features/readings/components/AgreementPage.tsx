import { Scale } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  agreementByQuantity,
  type Estimate,
  type QuantityAgreement,
} from '../../../../electron/core/domain/agreement.ts';
import { shownUnit } from '../../../../electron/core/domain/units.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { Banner, EmptyState, Page, Panel, Select } from '../../../ui/index.ts';
import { pointsOf, printed } from '../model.ts';
import { rt } from '../texts.ts';
import { BlandAltmanChart } from './BlandAltmanChart.tsx';
import { NumbersHead } from './NumbersHead.tsx';
import { PairTable } from './PairTable.tsx';
import '../readings.css';

const events = ['readings.changed'] as const;

/** How far two readers agree, over all CTs that both have signed. */
export function AgreementPage() {
  const { data: pairs, error } = useQuery('readings.pairs', {}, { refreshOn: events });
  const agreement = useMemo(() => agreementByQuantity(pairs ?? []), [pairs]);
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
            <BlandAltmanChart
              quantity={shown.name}
              unit={shownUnit(shown.unit)}
              pairs={pointsOf(pairs, shown.quantity)}
              limits={shown.blandAltman}
              print={(value) => printed(shown.quantity, value)}
            />
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

function SummaryTable({ agreement }: { readonly agreement: readonly QuantityAgreement[] }) {
  return (
    <div className="agreement-scroll">
      <table className="ui-table agreement-numbers">
        <NumbersHead
          rows={rt('agreement.quantity')}
          columns={(['pairs', 'bias', 'limits', 'cv', 'iccA', 'iccC'] as const).map((id) => rt(`agreement.${id}`))}
        />
        <tbody>
          {agreement.map((each) => (
            <SummaryRow key={each.quantity} of={each} />
          ))}
        </tbody>
      </table>
      <p className="record__hint agreement-method">{rt('agreement.method')}</p>
    </div>
  );
}

function SummaryRow({ of }: { readonly of: QuantityAgreement }) {
  const { quantity, name, unit, pairs, blandAltman: limits, coefficientOfVariationPct: cv } = of;
  const print = (value: number): string => printed(quantity, value);
  return (
    <tr>
      <th scope="row">
        {name}, {shownUnit(unit)}
      </th>
      <td className="ui-align-end">{pairs}</td>
      <EstimateCell of={limits?.bias ?? null} print={print} />
      <td className="ui-align-end">
        {limits ? `${print(limits.lowerLimit.value)} … ${print(limits.upperLimit.value)}` : '–'}
      </td>
      <td className="ui-align-end">{cv === null ? '–' : `${cv.toFixed(2)} %`}</td>
      <EstimateCell of={of.iccAgreement} print={(value) => value.toFixed(3)} />
      <EstimateCell of={of.iccConsistency} print={(value) => value.toFixed(3)} />
    </tr>
  );
}

function EstimateCell({ of, print }: { readonly of: Estimate | null; readonly print: (value: number) => string }) {
  if (of === null) return <td className="ui-align-end">–</td>;
  return (
    <td className="ui-align-end">
      {print(of.value)}
      <span className="agreement-interval">
        {rt('agreement.interval', { lower: print(of.lower), upper: print(of.upper) })}
      </span>
    </td>
  );
}
