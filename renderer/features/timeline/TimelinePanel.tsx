import { useMemo } from 'react';
import type { SubjectResults } from '../../../electron/core/contract/results.ts';
import type { Subject } from '../../../electron/core/contract/trial.ts';
import { timelineChart } from '../../../electron/core/domain/timeline.ts';
import type { TimelineInput } from '../../../electron/core/domain/timelineParts.ts';
import { timelineColumns, timelineDescription, timelineRows } from '../../../electron/core/domain/timelineText.ts';
import { useCommands, type Command } from '../../app/commands/index.ts';
import { t } from '../../i18n/index.ts';
import { Disclosure, Panel } from '../../ui/index.ts';
import { timePointName } from '../trial/model.ts';
import { useProtocol } from '../volumetry/protocols.ts';
import { TimelineChart } from './TimelineChart.tsx';
import './timeline.css';

const TIMELINE_ID = 'subject-timeline';

const timelineCommands: readonly Command[] = [
  {
    id: 'timeline.show',
    title: t('timeline.show'),
    group: t('group.record'),
    keys: ['Alt+T'],
    run: () => {
      const panel = document.getElementById(TIMELINE_ID);
      const page = panel?.closest('.ui-page');
      if (!panel || !page) return;
      // Not by scrollIntoView, which would move the frame of the window as well.
      page.scrollTop += panel.getBoundingClientRect().top - page.getBoundingClientRect().top;
      panel.focus({ preventScroll: true });
    },
  },
];

/** What was done and measured, along the days: as a chart, with its table below. Treatment: not shown while reading. */
export function TimelinePanel(props: { readonly subject: Subject; readonly results: SubjectResults | undefined }) {
  const { subject, results } = props;
  useCommands(timelineCommands);
  const protocol = useProtocol(subject);
  const input = useMemo(
    (): TimelineInput | null =>
      protocol && results
        ? { subject, protocol, nameOf: timePointName, results: results.results, growth: results.growth }
        : null,
    [subject, protocol, results],
  );
  const chart = useMemo(() => input && timelineChart(input), [input]);
  if (!input) return null;
  return (
    <div id={TIMELINE_ID} tabIndex={-1} role="group" aria-label={t('timeline.title')}>
      <Panel title={t('timeline.title')} flush={chart !== null}>
        {chart ? (
          <>
            <div className="timeline">
              <TimelineChart chart={chart} description={timelineDescription(input)} />
            </div>
            <p className="timeline__foot">{t('timeline.foot')}</p>
            <div className="timeline__more">
              <Disclosure summary={t('timeline.table')}>
                <TimelineTable input={input} />
              </Disclosure>
            </div>
          </>
        ) : (
          <p className="record__hint">{t('timeline.none')}</p>
        )}
      </Panel>
    </div>
  );
}

function TimelineTable({ input }: { readonly input: TimelineInput }) {
  return (
    <div className="timeline__scroll">
      <table className="ui-table timeline__table">
        <thead>
          <tr>
            <th scope="col">{t('timeline.date')}</th>
            <th scope="col" className="ui-align-end">
              {t('timeline.day')}
            </th>
            <th scope="col">{t('timeline.event')}</th>
            {timelineColumns.map((name) => (
              <th key={name} scope="col" className="ui-align-end">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timelineRows(input).map(({ date, day, event, cells }, at) => (
            <tr key={at}>
              <th scope="row">{date}</th>
              <td className="ui-align-end">{day}</td>
              <td>{event}</td>
              {cells.map((cell, column) => (
                <td key={timelineColumns[column]} className="ui-align-end">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
