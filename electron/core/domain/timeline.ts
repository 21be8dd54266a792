/**
 * The time line of a subject as a chart, laid out in px and ready to be drawn by anyone: what was done and measured when, the volumes and the
 * trial's ratio with their 95 % intervals, and how fast the remnant grew. It tells series apart by shape and dash, never by colour alone, so
 * that it reads on paper.
 */
import { baselineDateOf, embolisationName, firstEmbolisation } from './embolisations.ts';
import { ratePanel, ratioPanel, volumePanel, type Drawn, type Place } from './timelinePanels.ts';
import type { Lane, Mark, Panel, Shape, TimelineChart, TimelineInput } from './timelineParts.ts';
import { dayScale, dayTicks, labelRows, type DayScale } from './timelineScales.ts';

const WIDTH = 900;
const LEFT = 118;
const RIGHT = 722;
const LABEL_PX = 11;
const LANE_ROW = 15;
const GAP = 38;

/** Days that something happened on, in order. */
export function timelineDates({ subject }: Pick<TimelineInput, 'subject'>): string[] {
  const { timePoints, embolisations, functionTests, outcome } = subject;
  const dated = [...timePoints, ...embolisations, ...functionTests].map(({ date }) => date);
  return [...dated, ...(outcome?.resectionDate ? [outcome.resectionDate] : [])].toSorted();
}

/** The day that days are counted from: of the embolisation that counts, without one of the first CT. */
export function timelineZero({ subject }: Pick<TimelineInput, 'subject'>): { date: string; name: string } | null {
  const embolisation = firstEmbolisation(subject.embolisations, baselineDateOf(subject.timePoints));
  if (embolisation) return { date: embolisation.date, name: `the ${embolisationName(embolisation)}` };
  const [first] = timelineDates({ subject });
  return first === undefined ? null : { date: first, name: first };
}

const liver: Drawn = { id: 'tlv', name: 'Total liver', shape: 'square', values: 'above' };
const remnant: Drawn = { id: 'flr', name: 'Remnant (FLR)', shape: 'disc', values: 'above' };
const tumour: Drawn = { id: 'tumour', name: 'Tumour', shape: 'triangle', values: 'below' };

/** @returns null while nothing has a date. */
export function timelineChart(input: TimelineInput): TimelineChart | null {
  const zero = timelineZero(input);
  if (!zero) return null;
  const dates = timelineDates(input);
  const scale = dayScale(dates, LEFT, RIGHT);
  const { lanes, bottom } = eventLanes(input, scale);
  const panels: Panel[] = [];
  const below = (height: number): Place => ({ top: (panels.at(-1)?.bottom ?? bottom + 8) + GAP, height });
  panels.push(volumePanel('Total liver, mL', [liver], input, scale, below(64)));
  panels.push(volumePanel('Remnant and tumour, mL', [remnant, tumour], input, scale, below(130)));
  panels.push(ratioPanel(input, scale, below(140)));
  panels.push(ratePanel(input, scale, below(96)));
  const axisY = panels.at(-1)!.bottom + 4;
  return {
    width: WIDTH,
    height: axisY + 44,
    left: LEFT,
    right: RIGHT,
    lanes,
    panels,
    verticals: input.subject.embolisations.map(({ date }) => scale.x(date)),
    axis: {
      y: axisY,
      title: `Days from ${zero.name}`,
      ticks: dayTicks(dates, zero.date, scale),
      breaks: scale.breaks,
    },
  };
}

interface Event {
  readonly date: string;
  readonly shape: Shape;
  readonly label: string;
}

function eventLanes({ subject, results, nameOf }: TimelineInput, scale: DayScale): { lanes: Lane[]; bottom: number } {
  const measured = new Set(results.map(({ timePointId }) => timePointId));
  const { outcome } = subject;
  const events: { title: string; events: Event[] }[] = [
    {
      title: 'Embolisation',
      events: subject.embolisations.map((each) => ({
        date: each.date,
        shape: 'arrow',
        label: embolisationName(each).replace(' of ', ' '),
      })),
    },
    {
      title: 'CT',
      events: subject.timePoints.map(({ id, kind, date }) => ({
        date,
        shape: measured.has(id) ? 'disc' : 'ring',
        label: `${nameOf(kind)}${measured.has(id) ? '' : ' (not measured)'}`,
      })),
    },
    {
      title: 'Function test',
      events: subject.functionTests.map(({ date, uptakePctPerMin, flrSharePct }) => ({
        date,
        shape: 'diamond',
        label: `${uptakePctPerMin} %/min, remnant ${flrSharePct} %`,
      })),
    },
    {
      title: 'Resection',
      events: outcome?.resectionDate
        ? [{ date: outcome.resectionDate, shape: 'cross', label: outcome.resectionDate }]
        : [],
    },
  ];
  let top = 8;
  const lanes = events
    .filter((lane) => lane.events.length > 0)
    .map((lane): Lane => {
      const at = lane.events.map(({ date, label }) => ({ x: scale.x(date), text: label }));
      const rows = labelRows(at, LABEL_PX, LEFT, RIGHT);
      const labels = Math.max(...rows.map(({ row }) => row)) + 1;
      const y = top + labels * LANE_ROW + 6;
      const marks = lane.events.map(({ shape, label }, index): Mark => {
        const { x, row } = rows[index]!;
        return { x: at[index]!.x, shape, label, labelX: x, labelY: y - 9 - row * LANE_ROW };
      });
      top = y + 10;
      return { title: lane.title, y, marks };
    });
  return { lanes, bottom: top - 14 };
}
