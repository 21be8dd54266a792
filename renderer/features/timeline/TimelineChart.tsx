import type {
  Bar,
  Lane,
  Mark,
  Panel,
  Series,
  Shape,
  TimelineChart as Chart,
} from '../../../electron/core/domain/timelineParts.ts';
import {
  barBox,
  breakPath,
  coursePath,
  DISC_RADIUS,
  isCircle,
  limitKeyPath,
  outlineOf,
  seriesKey,
  valueY,
  whiskerPath,
} from '../../../electron/core/domain/timelineShapes.ts';

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
        <path key={x} className="timeline__break" d={breakPath(x, axis.y)} />
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
          <path className="timeline__limit" d={limitKeyPath(right, nameY)} />
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
  const key = seriesKey(props.series, props.right);
  return (
    <g className={props.isSecond ? 'timeline__series timeline__series--second' : 'timeline__series'}>
      <path className={isDashed ? 'timeline__line timeline__line--dashed' : 'timeline__line'} d={coursePath(points)} />
      {points.map((point) => (
        <g key={point.x}>
          {point.interval && <Whisker x={point.x} ends={point.interval} />}
          <ShapeView shape={shape} x={point.x} y={point.y} />
          {values !== null && (
            <text className="timeline__value" x={point.x} y={valueY(values, point)} textAnchor="middle">
              {point.text}
            </text>
          )}
        </g>
      ))}
      {key && (
        <g>
          <path className="timeline__leader" d={key.leader} />
          <ShapeView shape={shape} x={key.shapeX} y={key.shapeY} />
          <text className="timeline__name" x={key.textX} y={nameY}>
            {name}
          </text>
        </g>
      )}
    </g>
  );
}

function BarView({ bar }: { readonly bar: Bar }) {
  const { middleX, textY, ...box } = barBox(bar);
  return (
    <g>
      <rect className="timeline__bar" {...box} />
      {bar.interval && <Whisker x={middleX} ends={bar.interval} />}
      <text className="timeline__value" x={middleX} y={textY} textAnchor="middle">
        {bar.text}
      </text>
    </g>
  );
}

function Whisker({ x, ends }: { readonly x: number; readonly ends: readonly [number, number] }) {
  return <path className="timeline__whisker" d={whiskerPath(x, ends)} />;
}

function ShapeView({ shape, x, y }: { readonly shape: Shape; readonly x: number; readonly y: number }) {
  const className = `timeline__shape timeline__shape--${shape}`;
  if (isCircle(shape)) return <circle className={className} cx={x} cy={y} r={DISC_RADIUS} />;
  return <path className={className} d={outlineOf(shape, x, y)} />;
}
