import { Square } from 'lucide-react';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { useJobs } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, ProgressBar } from '../../../ui/index.ts';
import { stopJob } from '../actions/imports.ts';
import { stopSending } from '../actions/sending.ts';
import { jobDetail, jobFraction } from '../model/imports.ts';
import { byteText } from '../model/series.ts';
import { useLibrary, type Sending } from '../store.ts';

/** What comes in now: files on their way and imports that run, each with its counts and a way to stop it. */
export function ImportProgress() {
  const running = useJobs().filter(({ state }) => state === 'running');
  const sendings = useLibrary((state) => state.sendings);
  const stopping = useLibrary((state) => state.stopping);
  return (
    <>
      {sendings.map((sending) => (
        <div key={sending.sourceId} className="import-progress">
          <SendingBar {...sending} />
          <Button
            size="sm"
            icon={Square}
            onPress={() => {
              stopSending(sending.sourceId);
            }}
          >
            {t('library.cancel')}
          </Button>
        </div>
      ))}
      {running.map((job) => (
        <div key={job.id} className="import-progress">
          <ProgressBar
            label={job.title || t('library.importing')}
            fraction={jobFraction(job)}
            detail={jobDetail(job)}
          />
          <AllowedButton
            needs="jobs.cancel"
            size="sm"
            icon={Square}
            isDisabled={stopping.includes(job.id)}
            onPress={() => {
              stopJob(job.id).catch(noticeError);
            }}
          >
            {stopping.includes(job.id) ? t('library.stopping') : t('library.cancel')}
          </AllowedButton>
        </div>
      ))}
    </>
  );
}

function SendingBar({ name, files, bytes, total }: Sending) {
  if (total === null) return <ProgressBar label={t('send.listing')} fraction={null} />;
  const detail = t('send.files', { files, total: total.files, bytes: byteText(bytes), size: byteText(total.bytes) });
  const fraction = total.bytes > 0 ? bytes / total.bytes : files / Math.max(1, total.files);
  return <ProgressBar label={t('send.title', { name })} fraction={fraction} detail={detail} />;
}
