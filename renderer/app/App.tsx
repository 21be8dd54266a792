import { LoaderCircle } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { AccountsPage, ChangePasswordDialog, Gate, personCommands, useIdleLock } from '../features/accounts/index.ts';
import { AuditPage } from '../features/audit/index.ts';
import { announceJobs, libraryCommands, LibraryDialogs, LibraryPage } from '../features/library/index.ts';
import { AgreementPage } from '../features/readings/components/AgreementPage.tsx';
import { SettingsPage, ShortcutsDialog } from '../features/settings/index.ts';
import { SubmissionPage } from '../features/submission/index.ts';
import { PlansPage, RecordPage, trialCommands } from '../features/trial/index.ts';
import { isAdmitted, useConnection, usePerson } from '../host/index.ts';
import { t } from '../i18n/index.ts';
import { Banner, EmptyState, NoticeRegion, refuseDrops } from '../ui/index.ts';
import './app.css';
import { appCommands } from './appCommands.ts';
import { CommandPalette, Hotkeys, useCommands } from './commands/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { dismissNotice, useNotices } from './notices.ts';
import { recordPrints } from './printing.ts';
import { Rail } from './Rail.tsx';
import { patterns, routes } from './routes.ts';
import { TopBar } from './TopBar.tsx';

const globalCommands = [...appCommands, ...libraryCommands, ...trialCommands, ...personCommands];
const loadWorkspace = () => import('./WorkspacePage.tsx');
const WorkspacePage = lazy(loadWorkspace);

/** The workspace is most of the program's code: it is read while the person chooses a series, not after. */
function prepareWorkspace(): () => void {
  const waiting = requestIdleCallback(() => {
    // Where it can't be loaded, opening it says why.
    loadWorkspace().catch(() => undefined);
  });
  return () => {
    cancelIdleCallback(waiting);
  };
}

export function App() {
  return (
    <I18nProvider locale="en-GB">
      <Router hook={useHashLocation}>
        <Gate>
          <Window />
        </Gate>
        <Notices />
      </Router>
    </I18nProvider>
  );
}

function Window() {
  useCommands(globalCommands);
  useIdleLock();
  useEffect(announceJobs, []);
  useEffect(refuseDrops, []);
  useEffect(recordPrints, []);
  useEffect(prepareWorkspace, []);
  const [location] = useLocation();
  const { session } = usePerson();
  return (
    <div className="app">
      {/* Keys do nothing below the lock screen. */}
      {session && isAdmitted(session) && <Hotkeys />}
      <Rail />
      <TopBar />
      <div className="app__banner">
        <ConnectionBanner />
      </div>
      <main className="app__main">
        <ErrorBoundary key={location.split('/')[1] ?? ''}>
          <Places />
        </ErrorBoundary>
      </main>
      <LibraryDialogs />
      <ShortcutsDialog />
      <CommandPalette />
      <ChangePasswordDialog />
    </div>
  );
}

function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <NoticeRegion
      label={t('notices.region')}
      dismissLabel={t('notices.dismiss')}
      notices={notices}
      onDismiss={dismissNotice}
    />
  );
}

function Places() {
  return (
    <Suspense fallback={<EmptyState icon={LoaderCircle} title={t('workspace.loading')} />}>
      <Switch>
        <Route path={routes.library} component={LibraryPage} />
        <Route path={patterns.workspace}>{({ seriesId }) => <WorkspacePage seriesId={seriesId} />}</Route>
        <Route path={routes.workspace}>
          <WorkspacePage seriesId={null} />
        </Route>
        <Route path={routes.recordPlans} component={PlansPage} />
        <Route path={patterns.submission}>{({ subjectId }) => <SubmissionPage subjectId={subjectId} />}</Route>
        <Route path={patterns.record}>{({ subjectId }) => <RecordPage subjectId={subjectId} />}</Route>
        <Route path={routes.record}>
          <RecordPage subjectId={null} />
        </Route>
        <Route path={routes.agreement} component={AgreementPage} />
        <Route path={routes.audit} component={AuditPage} />
        <Route path={routes.settings} component={SettingsPage} />
        <Route path={routes.accounts} component={AccountsPage} />
        <Route>
          <Redirect to={routes.library} replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

function ConnectionBanner() {
  const { state } = useConnection();
  if (state !== 'lost') return null;
  return (
    <Banner tone="warning" title={t('connection.lost')}>
      {t('connection.lostWhy')}
    </Banner>
  );
}
