import type { BlandAltman, Estimate } from '../../../../electron/core/domain/agreement.ts';
import { apart, place, ticksBetween } from '../chart.ts';
import { rt } from '../texts.ts';

interface ChartProps {
  readonly quantity: string;
  readonly unit: string;
  readonly pairs: readonly { readonly name: string; readonly first: number; readonly second: number }[];
  readonly limits: BlandAltman | null;
  readonly print: (value: number) => string;
}

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 76;
const RIGHT = 148;
const TOP = 16;
const BOTTOM = 52;
const LABEL_GAP = 15;

/** Difference against mean of two readings, with bias, limits of agreement and their 95 % intervals as bands. Readable on paper. */
export function BlandAltmanChart({ quantity, unit, pairs, limits, print }: ChartProps) {
  const points = pairs.map(({ name, first, second }) => ({ name, x: (first + second) / 2, y: second - first }));
  const reach = limits ? [limits.lowerLimit.lower, limits.upperLimit.upper] : [];
  const xs = ticksBetween(points.map(({ x }) => x));
  const ys = ticksBetween([0, ...points.map(({ y }) => y), ...reach]);
  const x = place(xs, LEFT, WIDTH - RIGHT);
  const y = place(ys, HEIGHT - BOTTOM, TOP);
  const heights = limits ? [limits.upperLimit, limits.bias, limits.lowerLimit].map(({ value }) => y(value)) : [];
  const labels = apart(heights, LABEL_GAP);
  const line = (at: number, value: Estimate, kind: 'bias' | 'limit', text: string) => (
    <g key={text}>
      <rect
        className={`band ${kind === 'limit' ? 'band--limit' : ''}`}
        x={LEFT}
        width={WIDTH - RIGHT - LEFT}
        y={y(value.upper)}
        height={Math.max(0, y(value.lower) - y(value.upper))}
      />
      <line className={kind} x1={LEFT} x2={WIDTH - RIGHT} y1={y(value.value)} y2={y(value.value)} />
      <text x={WIDTH - RIGHT + 8} y={labels[at]! + 4}>
        {text}
      </text>
    </g>
  );
  return (
    <svg
      className="agreement-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${rt('agreement.chart', { quantity })}. ${rt('agreement.chartText')}`}
    >
      {limits && [
        line(0, limits.upperLimit, 'limit', rt('agreement.upperLine', { value: print(limits.upperLimit.value) })),
        line(1, limits.bias, 'bias', rt('agreement.biasLine', { value: print(limits.bias.value) })),
        line(2, limits.lowerLimit, 'limit', rt('agreement.lowerLine', { value: print(limits.lowerLimit.value) })),
      ]}
      <line className="zero" x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} />
      <line className="axis" x1={LEFT} x2={LEFT} y1={TOP} y2={HEIGHT - BOTTOM} />
      <line className="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      {xs.map((tick) => (
        <g key={tick}>
          <line className="tick" x1={x(tick)} x2={x(tick)} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM + 5} />
          <text x={x(tick)} y={HEIGHT - BOTTOM + 19} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {ys.map((tick) => (
        <g key={tick}>
          <line className="tick" x1={LEFT - 5} x2={LEFT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 9} y={y(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 12} textAnchor="middle">
        {rt('agreement.mean', { unit })}
      </text>
      <text transform={`translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`} textAnchor="middle">
        {rt('agreement.difference', { unit })}
      </text>
      {points.map((point) => (
        <circle key={point.name} className="dot" cx={x(point.x)} cy={y(point.y)} r={4.5}>
          <title>{`${point.name}: ${print(point.y)} ${unit}`}</title>
        </circle>
      ))}
    </svg>
  );
}
