import type { HuRange } from '../../../../../wasm/kernels/index.ts';
import { withEnd } from '../../model/masking.ts';
import { tt } from '../../toolTexts.ts';
import { Slider } from '../Slider.tsx';

/** What portal-venous organs, fat, contrast and bone lie between. */
const LEAST_HU = -200;
const MOST_HU = 500;

/** Both ends of a range; moving one takes the other along rather than past it. */
export function HuSliders({
  range,
  onChange,
}: {
  readonly range: HuRange;
  readonly onChange: (range: HuRange) => void;
}) {
  return (['low', 'high'] as const).map((end) => (
    <Slider
      key={end}
      label={tt(`range.${end}`)}
      value={range[end]}
      min={Math.min(LEAST_HU, range[end])}
      max={Math.max(MOST_HU, range[end])}
      step={1}
      shown={tt('range.hu', { hu: range[end] })}
      onChange={(hu) => {
        onChange(withEnd(range, end, hu));
      }}
    />
  ));
}
