import { printVolumeMl } from '../../../../electron/core/domain/format.ts';
import { segmentParts } from '../../../../electron/core/domain/segmentParts.ts';
import { Button, Select } from '../../../ui/index.ts';
import { choosePart, ignoreRest } from './actions.ts';
import { partIn, undecided, type InspectedSegment } from './model.ts';
import type { Looked } from './store.ts';
import { it } from './texts.ts';

const options = segmentParts.map((value) => ({
  value,
  label: it(`part.${value}`),
  description: it(`part.${value}Text`),
}));
const MANY = 2;

/** Each segment of the file with what it is here. */
export function SegmentRows(props: { readonly looked: Looked; readonly volume: (voxels: number) => string }) {
  const { looked, volume } = props;
  const { inspection, decisions, rows } = looked;
  const open = undecided(inspection, decisions).length;
  return (
    <section>
      <table className="mask-import__segments" aria-label={it('segments.title')}>
        <thead>
          <tr>
            <th scope="col">{it('segments.name')}</th>
            <th scope="col" className="mask-import__volume">
              {it('segments.volume')}
            </th>
            <th scope="col">{it('segments.part')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((segment) => (
            <tr key={segment.number}>
              <th scope="row">
                <Name segment={segment} isValue={inspection.form === 'values'} isStored={decisions.areStored} />
              </th>
              <td className="mask-import__volume">
                {volume(segment.voxels)} mL
                {segment.outsideMl > 0 && (
                  <span className="mask-import__details">
                    {it('segments.outside', { volume: printVolumeMl(segment.outsideMl) })}
                  </span>
                )}
              </td>
              <td>
                <Part segment={segment} looked={looked} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open >= MANY && (
        <Button size="sm" variant="quiet" onPress={ignoreRest}>
          {it('segments.ignoreRest', { count: open })}
        </Button>
      )}
    </section>
  );
}

function Name(props: { readonly segment: InspectedSegment; readonly isValue: boolean; readonly isStored: boolean }) {
  const { segment, isValue, isStored } = props;
  const { label, coded, algorithm, proposed } = segment;
  const known = proposed === null || isStored ? '' : it(`segments.by.${proposed.by}`);
  const details = [coded === label ? '' : coded, algorithm, known].filter((text) => text !== '');
  return (
    <>
      {isValue ? it('segments.value', { name: label }) : label}
      {details.length > 0 && <span className="mask-import__details">{details.join(' · ')}</span>}
    </>
  );
}

function Part({
  segment: { number, label },
  looked: { decisions },
}: {
  readonly segment: InspectedSegment;
  readonly looked: Looked;
}) {
  if (decisions.areStored) return <>{it(`stored.${number as 1 | 2 | 3 | 4 | 5 | 6}`)}</>;
  return (
    <Select
      label={it('segments.of', { name: label })}
      hideLabel
      value={partIn(decisions, number)}
      placeholder={it('segments.choose')}
      options={options}
      onChange={(part) => {
        choosePart(number, part);
      }}
    />
  );
}
