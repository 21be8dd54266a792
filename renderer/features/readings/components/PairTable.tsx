import { useState } from 'react';
import type { ReadingPair } from '../../../../electron/core/contract/readings.ts';
import { errorSentence } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { useQuery } from '../../../host/index.ts';
import { Button } from '../../../ui/index.ts';
import { pairName, printed } from '../model.ts';
import { rt } from '../texts.ts';
import { NumbersHead } from './NumbersHead.tsx';

interface PairTableProps {
  readonly pairs: readonly ReadingPair[];
  readonly quantity: string;
  readonly unit: string;
}

/** The table of the chart: each CT with both readings, and how far their masks agree when asked. */
export function PairTable({ pairs, quantity, unit }: PairTableProps) {
  const [compared, setCompared] = useState<string | null>(null);
  return (
    <div className="agreement-scroll">
      <table className="ui-table agreement-numbers" aria-label={rt('agreement.each')}>
        <NumbersHead
          rows={rt('agreement.ct')}
          columns={[
            ...(['first', 'second', 'diff'] as const).map((id) => `${rt(`agreement.${id}`)}, ${unit}`),
            rt('agreement.diffPct'),
          ]}
        >
          <th scope="col">{rt('agreement.countsColumn')}</th>
          <th aria-label={rt('agreement.masks')} />
        </NumbersHead>
        <tbody>
          {pairs.map((pair) => (
            <PairRows
              key={pair.seriesId}
              pair={pair}
              quantity={quantity}
              isCompared={compared === pair.seriesId}
              onCompare={() => {
                setCompared(compared === pair.seriesId ? null : pair.seriesId);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PairRowsProps {
  readonly pair: ReadingPair;
  readonly quantity: string;
  readonly isCompared: boolean;
  readonly onCompare: () => void;
}

function PairRows({ pair, quantity, isCompared, onCompare }: PairRowsProps) {
  const value = pair.values.find((each) => each.quantity === quantity);
  const print = (number: number): string => printed(quantity, number);
  const mean = value ? (value.first + value.second) / 2 : 0;
  return (
    <>
      <tr>
        <th scope="row">{pairName(pair)}</th>
        <td className="ui-align-end">
          {value ? print(value.first) : '–'}
          <span className="agreement-interval">{pair.first.reader}</span>
        </td>
        <td className="ui-align-end">
          {value ? print(value.second) : '–'}
          <span className="agreement-interval">{pair.second.reader}</span>
        </td>
        <td className="ui-align-end">{value ? print(value.second - value.first) : '–'}</td>
        <td className="ui-align-end">
          {value && mean !== 0 ? `${((100 * (value.second - value.first)) / mean).toFixed(2)} %` : '–'}
        </td>
        <td>{rt(`ordinal.${pair.counts}`)}</td>
        <td className="ui-align-end">
          <div className="ui-row ui-gap-2 ui-row--end">
            <Button size="sm" variant="quiet" onPress={onCompare}>
              {rt('agreement.masks')}
            </Button>
            <Button
              size="sm"
              variant="quiet"
              onPress={() => {
                goTo(routes.workspaceOf(pair.seriesId));
              }}
            >
              {rt('agreement.open')}
            </Button>
          </div>
        </td>
      </tr>
      {isCompared && (
        <tr>
          <td colSpan={7}>
            <Masks seriesId={pair.seriesId} />
          </td>
        </tr>
      )}
    </>
  );
}

function Masks({ seriesId }: { readonly seriesId: string }) {
  const { data, error } = useQuery('readings.compareMasks', { seriesId });
  if (error) return <p className="readings-problem">{errorSentence(error)}</p>;
  if (!data) return <p role="status">{rt('agreement.masksRunning')}</p>;
  const show = (value: number | null, digits: number, unit = ''): string =>
    value === null ? '–' : `${value.toFixed(digits)}${unit}`;
  return (
    <table className="ui-table agreement-numbers" aria-label={rt('agreement.masksTitle')}>
      <NumbersHead
        rows={rt('agreement.masksTitle')}
        columns={(['dice', 'surface', 'surface95'] as const).map((id) => rt(`agreement.${id}`))}
      />
      <tbody>
        {data.map(({ segment, dice, meanSurfaceDistanceMm, surfaceDistance95Mm }) => (
          <tr key={segment}>
            <th scope="row">{rt(`segment.${segment}`)}</th>
            <td className="ui-align-end">{show(dice, 4)}</td>
            <td className="ui-align-end">{show(meanSurfaceDistanceMm, 2, ' mm')}</td>
            <td className="ui-align-end">{show(surfaceDistance95Mm, 2, ' mm')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
