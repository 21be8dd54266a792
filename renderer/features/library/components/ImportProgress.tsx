import { Square } from 'lucide-react';
import { noticeError } from '../../../app/notices.ts';
import { useJobs } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, ProgressBar } from '../../../ui/index.ts';
import { stopJob } from '../actions.ts';
import { jobDetail, jobFraction } from '../model.ts';
import { useLibrary } from '../store.ts';

/** The imports that run now, each with its counts and a way to stop it. */
export function ImportProgress() {
  const running = useJobs().filter(({ state }) => state === 'running');
  const stopping = useLibrary((state) => state.stopping);
  return running.map((job) => (
    <div key={job.id} className="import-progress">
      <ProgressBar label={job.title || t('library.importing')} fraction={jobFraction(job)} detail={jobDetail(job)} />
      <Button
        size="sm"
        icon={Square}
        isDisabled={stopping.includes(job.id)}
        onPress={() => {
          stopJob(job.id).catch(noticeError);
        }}
      >
        {stopping.includes(job.id) ? t('library.stopping') : t('library.cancel')}
      </Button>
    </div>
  ));
}
