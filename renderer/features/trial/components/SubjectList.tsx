import { UserPlus } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { SubjectSummary, Visit } from '../../../../electron/core/contract/trial.ts';
import { arrangeSubjects } from '../../../../electron/core/domain/subjectOverview.ts';
import { mostUrgent } from '../../../../electron/core/domain/visitPlan.ts';
import { CommandButton } from '../../../app/commands/index.ts';
import { routes } from '../../../app/routes.ts';
import { useSession } from '../../../app/session.ts';
import { t } from '../../../i18n/index.ts';
import { StatusChip, TextField, useRowKeys, useRowWindow } from '../../../ui/index.ts';
import { qualityName, timePointName, visitState } from '../model.ts';
import { editFilter } from '../overview.ts';
import { useRecord } from '../store.ts';

/** CSS pixels; see `.record__subjects` in trial.css. */
const ROW_HEIGHT = 76;
/** From so many on they are found by typing. */
const MANY = 8;
const noSites = new Map<string, string>();

/** The subjects at the left of the record, by code. */
export function SubjectList(props: { readonly subjects: readonly SubjectSummary[]; readonly chosenId: string | null }) {
  const { subjects, chosenId } = props;
  const reading = useSession((state) => state.reading);
  const text = useRecord((state) => state.filter.text ?? '');
  const shown = useMemo(() => arrangeSubjects(subjects, { text, order: 'code' }, noSites), [subjects, text]);
  const scroller = useRef<HTMLUListElement>(null);
  const { first, end, above, below } = useRowWindow(scroller, shown.length, ROW_HEIGHT);
  const keys = useRowKeys(scroller, shown.length, ROW_HEIGHT);
  return (
    <nav className="record__list" aria-label={t('record.subjects')}>
      <header>
        <h1>{t('record.subjects')}</h1>
        <CommandButton id="trial.newSubject" icon={UserPlus} size="sm" />
      </header>
      {!reading && (
        <a className="record__all" href={`#${routes.recordPlans}`}>
          {t('visit.all')}
        </a>
      )}
      {subjects.length >= MANY && (
        <TextField
          label={t('overview.filter')}
          placeholder={t('overview.filterHint')}
          value={text}
          maxLength={32}
          onChange={(value) => {
            editFilter({ text: value === '' ? undefined : value });
          }}
        />
      )}
      <ul className="record__subjects" ref={scroller} onKeyDown={keys.onKeyDown}>
        {shown.length === 0 && <li className="record__hint">{t('overview.none')}</li>}
        <li aria-hidden style={{ height: above }} />
        {shown.slice(first, end).map(({ id, code, liverQuality, seriesIds, visits }, at) => (
          <li key={id}>
            <a
              href={`#${routes.recordOf(id)}`}
              aria-current={id === chosenId ? 'page' : undefined}
              {...keys.focusProps(first + at)}
            >
              <strong>{code}</strong>
              <span>
                {t('record.ctCount', { count: seriesIds.length })} · {qualityName(liverQuality)}
              </span>
              {!reading && <Urgent visit={mostUrgent(visits)} />}
            </a>
          </li>
        ))}
        <li aria-hidden style={{ height: below }} />
      </ul>
    </nav>
  );
}

/** What has to be seen to; nothing where all is as planned. */
function Urgent({ visit }: { readonly visit: Visit | null }) {
  if (visit === null || visit.status === 'done' || visit.status === 'not_yet') return null;
  const { text, tone } = visitState(visit);
  return <StatusChip tone={tone}>{t('visit.chip', { visit: timePointName(visit.kind), state: text })}</StatusChip>;
}
