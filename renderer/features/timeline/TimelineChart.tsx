import type {
  Bar,
  Lane,
  Mark,
  Panel,
  Series,
  Shape,
  TimelineChart as Chart,
} from '../../../electron/core/domain/timeline.ts';

/**
 * The laid-out time line as one image with a full description. Series differ by shape and dash, so that it reads in black and white; colours
 * only help.
 */
export function TimelineChart({ chart, description }: { readonly chart: Chart; readonly description: string }) {
  const { width, height, left, right, lanes, panels, verticals, axis } = chart;
  const plotTop = panels[0]?.top ?? 0;
  return (
    <svg className="timeline__chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={description}>
      {verticals.map((x, at) => (
        <line key={at} className="timeline__vertical" x1={x} x2={x} y1={plotTop - 14} y2={axis.y} />
      ))}
      {lanes.map((lane) => (
        <LaneView key={lane.title} lane={lane} left={left} right={right} />
      ))}
      {panels.map((panel) => (
        <PanelView key={panel.title} panel={panel} left={left} right={right} />
      ))}
      <line className="timeline__axis" x1={left} x2={right} y1={axis.y} y2={axis.y} />
      {axis.ticks.map(({ x, text }) => (
        <g key={text}>
          <line className="timeline__axis" x1={x} x2={x} y1={axis.y} y2={axis.y + 4} />
          <text x={x} y={axis.y + 17} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {axis.breaks.map((x) => (
        <path key={x} className="timeline__break" d={`M${x - 5} ${axis.y + 5}l4 -10m2 10l4 -10`} />
      ))}
      <text className="timeline__title" x={(left + right) / 2} y={axis.y + 37} textAnchor="middle">
        {axis.title}
      </text>
    </svg>
  );
}

function LaneView({ lane, left, right }: { readonly lane: Lane; readonly left: number; readonly right: number }) {
  return (
    <g>
      <text className="timeline__lane" x={left - 10} y={lane.y + 4} textAnchor="end">
        {lane.title}
      </text>
      <line className="timeline__rule" x1={left} x2={right} y1={lane.y} y2={lane.y} />
      {lane.marks.map((mark, at) => (
        <MarkView key={at} mark={mark} y={lane.y} />
      ))}
    </g>
  );
}

function MarkView({ mark, y }: { readonly mark: Mark; readonly y: number }) {
  return (
    <g>
      {y - mark.labelY > 12 && (
        <line className="timeline__leader" x1={mark.x} x2={mark.x} y1={y - 5} y2={mark.labelY + 3} />
      )}
      <ShapeView shape={mark.shape} x={mark.x} y={y} />
      <text className="timeline__label" x={mark.labelX} y={mark.labelY} textAnchor="middle">
        {mark.label}
      </text>
    </g>
  );
}

function PanelView({ panel, left, right }: { readonly panel: Panel; readonly left: number; readonly right: number }) {
  const { title, top, bottom, ticks, series, bars, limits, note } = panel;
  return (
    <g>
      <text className="timeline__title" x={left} y={top - 10}>
        {title}
      </text>
      {note !== null && (
        <text className="timeline__note" x={left} y={top + 12}>
          {note}
        </text>
      )}
      {ticks.map(({ y, text }) => (
        <g key={text}>
          <line className="timeline__grid" x1={left} x2={right} y1={y} y2={y} />
          <text x={left - 10} y={y + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {note === null && <line className="timeline__axis" x1={left} x2={left} y1={top} y2={bottom} />}
      {limits.map(({ y, text, nameY }) => (
        <g key={text}>
          <line className="timeline__limit" x1={left} x2={right} y1={y} y2={y} />
          <path className="timeline__limit" d={`M${right + 4} ${nameY - 4}h14`} />
          <text className="timeline__name" x={right + 22} y={nameY}>
            {text}
          </text>
        </g>
      ))}
      {bars.map((bar) => (
        <BarView key={`${bar.fromX} ${bar.toX}`} bar={bar} />
      ))}
      {series.map((one, at) => (
        <SeriesView key={one.name} series={one} right={right} isSecond={at > 0} />
      ))}
    </g>
  );
}

function SeriesView(props: { readonly series: Series; readonly right: number; readonly isSecond: boolean }) {
  const { name, nameY, shape, isDashed, values, points } = props.series;
  const line = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const last = points.at(-1);
  return (
    <g className={props.isSecond ? 'timeline__series timeline__series--second' : 'timeline__series'}>
      <path className={isDashed ? 'timeline__line timeline__line--dashed' : 'timeline__line'} d={line} />
      {points.map(({ x, y, interval, text }) => (
        <g key={x}>
          {interval && <Whisker x={x} ends={interval} />}
          <ShapeView shape={shape} x={x} y={y} />
          {values !== null && (
            <text className="timeline__value" x={x} y={valueY(values, y, interval)} textAnchor="middle">
              {text}
            </text>
          )}
        </g>
      ))}
      {last && (
        <g>
          <path className="timeline__leader" d={`M${last.x + 8} ${last.y}L${props.right + 2} ${nameY - 4}`} />
          <ShapeView shape={shape} x={props.right + 12} y={nameY - 4} />
          <text className="timeline__name" x={props.right + 22} y={nameY}>
            {name}
          </text>
        </g>
      )}
    </g>
  );
}

/** Clear of the point and of its whisker. */
const valueY = (side: 'above' | 'below', y: number, interval: readonly [number, number] | null): number =>
  side === 'above' ? Math.min(y - 3, interval?.[1] ?? y) - 5 : Math.max(y + 3, interval?.[0] ?? y) + 13;

/** From one day to another at the height of its rate; the whisker stands in its middle. */
function BarView({ bar: { fromX, toX, y, zeroY, interval, text } }: { readonly bar: Bar }) {
  const middle = (fromX + toX) / 2;
  return (
    <g>
      <rect
        className="timeline__bar"
        x={fromX}
        width={Math.max(2, toX - fromX - 1)}
        y={Math.min(y, zeroY)}
        height={Math.max(1, Math.abs(zeroY - y))}
      />
      {interval && <Whisker x={middle} ends={interval} />}
      <text className="timeline__value" x={middle} y={Math.min(y, zeroY, interval?.[1] ?? y) - 6} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function Whisker({ x, ends: [low, high] }: { readonly x: number; readonly ends: readonly [number, number] }) {
  return <path className="timeline__whisker" d={`M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8`} />;
}

const paths: Readonly<Record<Exclude<Shape, 'disc' | 'ring'>, (x: number, y: number) => string>> = {
  square: (x, y) => `M${x - 4} ${y - 4}h8v8h-8z`,
  triangle: (x, y) => `M${x} ${y - 5}l5 9h-10z`,
  diamond: (x, y) => `M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`,
  arrow: (x, y) => `M${x - 6} ${y - 6}h12l-6 11z`,
  cross: (x, y) => `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`,
};

function ShapeView({ shape, x, y }: { readonly shape: Shape; readonly x: number; readonly y: number }) {
  const className = `timeline__shape timeline__shape--${shape}`;
  if (shape === 'disc' || shape === 'ring') return <circle className={className} cx={x} cy={y} r={4.5} />;
  return <path className={className} d={paths[shape](x, y)} />;
}
