import { EyeOff, Search } from 'lucide-react';
import { useMemo } from 'react';
import { PersonMenu } from '../features/accounts/index.ts';
import { textWhileReading } from '../../electron/core/domain/blinding.ts';
import { seriesName } from '../features/library/index.ts';
import { timePointOfSeries, timePointName } from '../features/trial/index.ts';
import { useConnection, useQuery } from '../host/index.ts';
import { t } from '../i18n/index.ts';
import { Badge } from '../ui/index.ts';
import { CommandIcon, CommandTool } from './commands/index.ts';
import { useSession } from './session.ts';

const subjectEvents = ['trial.changed'] as const;

/** What is open now, and the window's own commands. */
export function TopBar() {
  const { state } = useConnection();
  return (
    <header className="topbar">
      <OpenSeries />
      <div className="topbar__end">
        {state === 'connecting' && <span className="topbar__faint">{t('connection.connecting')}</span>}
        <CommandTool id="app.reading" icon={EyeOff} showLabel />
        <CommandIcon id="app.palette" icon={Search} />
        <PersonMenu />
      </div>
    </header>
  );
}

function OpenSeries() {
  const seriesId = useSession((session) => session.seriesId);
  const reading = useSession((session) => session.reading);
  const { data: series } = useQuery('library.getSeries', seriesId ? { seriesId } : null);
  const { data: subjects } = useQuery('trial.listSubjects', {}, { refreshOn: subjectEvents });
  const assigned = useMemo(() => (seriesId ? timePointOfSeries(subjects ?? [], seriesId) : null), [subjects, seriesId]);
  if (!series) return <div className="topbar__faint">{t('topbar.noSeries')}</div>;
  return (
    <div className="topbar__series" role="group" aria-label={t('topbar.series')}>
      <strong>{assigned?.subject.code ?? series.patientLabel}</strong>
      {assigned && !reading && <Badge>{timePointName(assigned.timePoint.kind)}</Badge>}
      <span className="topbar__faint">{textWhileReading(seriesName(series))}</span>
      {series.acquisitionDate && <span className="topbar__faint">{series.acquisitionDate}</span>}
    </div>
  );
}
