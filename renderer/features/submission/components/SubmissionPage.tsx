import { ArrowLeft, LoaderCircle } from 'lucide-react';
import { errorSentence } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, EmptyState, Page } from '../../../ui/index.ts';
import { st } from '../texts.ts';
import '../submission.css';
import { CompletenessPanel } from './CompletenessPanel.tsx';
import { PackagePanel } from './PackagePanel.tsx';
import { PackagesPanel } from './PackagesPanel.tsx';

const recordEvents = [
  'trial.changed',
  'segmentation.changed',
  'library.changed',
  'readings.changed',
  'package.changed',
] as const;

/** From the record of a subject to the package for the trial office. */
export function SubmissionPage({ subjectId }: { readonly subjectId: string }) {
  const of = { subjectId };
  const subject = useQuery('trial.getSubject', of, { refreshOn: recordEvents });
  const completeness = useQuery('package.completeness', of, { refreshOn: recordEvents });
  const packages = useQuery('package.list', of, { refreshOn: recordEvents });
  const error = subject.error ?? completeness.error ?? packages.error;
  const back = (
    <Button
      icon={ArrowLeft}
      onPress={() => {
        goTo(routes.recordOf(subjectId));
      }}
    >
      {st('back')}
    </Button>
  );
  return (
    <Page title={st('title', { code: subject.data?.code ?? '' })} actions={back}>
      {error !== undefined && (
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      )}
      {completeness.data && packages.data ? (
        <>
          <CompletenessPanel subjectId={subjectId} completeness={completeness.data} />
          <PackagePanel subjectId={subjectId} completeness={completeness.data} packages={packages.data} />
          <PackagesPanel packages={packages.data} />
        </>
      ) : (
        error === undefined && <EmptyState icon={LoaderCircle} title={t('workspace.loading')} />
      )}
    </Page>
  );
}
