import { FileSpreadsheet, PackageCheck } from 'lucide-react';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { errorSentence, noticeError } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { setReading, useSession } from '../../../app/session.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Page } from '../../../ui/index.ts';
import { HistoryButton } from '../../audit/index.ts';
import { submissionText } from '../../submission/index.ts';
import { TimelinePanel } from '../../timeline/index.ts';
import { exportResultsCsv } from '../../volumetry/actions.ts';
import { GrowthPanel, ResultsPanel } from '../../volumetry/index.ts';
import { qualityName, sexName } from '../model.ts';
import { EmbolisationPanel } from './EmbolisationPanel.tsx';
import { WithCorrections } from './FormerEntries.tsx';
import { FunctionTestPanel } from './FunctionTestPanel.tsx';
import { MeasuresPanel } from './MeasuresPanel.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';
import { DateWarnings, SubjectPanel } from './SubjectPanel.tsx';
import { TimePointsPanel } from './TimePointsPanel.tsx';
import { VisitsPanel } from './VisitsPanel.tsx';

const resultEvents = ['trial.changed', 'segmentation.changed', 'library.changed'] as const;

/** One subject: its CTs, what was measured on them, and what was done to it. */
export function SubjectPage({ subject }: { readonly subject: Subject }) {
  const { data: results, error } = useQuery(
    'results.forSubject',
    { subjectId: subject.id },
    { refreshOn: resultEvents },
  );
  const reading = useSession((session) => session.reading);
  const problem = results?.results.length ? null : t('results.notYet');
  return (
    <Page
      title={subject.code}
      subtitle={`${sexName(subject.sex)} · ${t('subject.quality')}: ${qualityName(subject.liverQuality)}`}
      actions={
        <>
          <HistoryButton entity="subject" entityId={subject.id} name={subject.code} related />
          <AllowedButton
            needs="exports.resultsCsv"
            icon={FileSpreadsheet}
            problem={problem}
            onPress={() => {
              exportResultsCsv(subject.id).catch(noticeError);
            }}
          >
            {t('results.exportCsv')}
          </AllowedButton>
          {!reading && (
            <AllowedButton
              needs="package.completeness"
              icon={PackageCheck}
              variant="primary"
              problem={problem}
              onPress={() => {
                goTo(routes.submissionOf(subject.id));
              }}
            >
              {submissionText('open')}
            </AllowedButton>
          )}
        </>
      }
    >
      {error !== undefined && (
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      )}
      {!reading && <DateWarnings subject={subject} />}
      <WithCorrections subjectId={subject.id}>
        <TimePointsPanel subject={subject} results={results} showTreatment={!reading} />
        {!reading && <VisitsPanel subject={subject} />}
        {!reading && <TimelinePanel subject={subject} results={results} />}
        {(results !== undefined || error === undefined) && <ResultsPanel results={results} />}
        {reading ? (
          <Banner
            tone="info"
            title={t('reading.hidden')}
            action={
              <Button
                size="sm"
                onPress={() => {
                  setReading(false);
                }}
              >
                {t('reading.show')}
              </Button>
            }
          >
            {t('reading.hiddenWhy')}
          </Banner>
        ) : (
          <GrowthPanel subject={subject} growth={results?.growth} />
        )}
        <div className="record__pair">
          <SubjectPanel subject={subject} />
          <MeasuresPanel subject={subject} />
          {!reading && <EmbolisationPanel subject={subject} />}
          {!reading && <FunctionTestPanel subject={subject} />}
          {!reading && <OutcomePanel subject={subject} results={results?.results ?? []} />}
        </div>
      </WithCorrections>
    </Page>
  );
}
