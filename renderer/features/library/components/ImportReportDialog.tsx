import type { ImportReport } from '../../../../electron/core/contract/library.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Dialog, Grid, Stack, Stat } from '../../../ui/index.ts';
import { showReport } from '../actions.ts';
import { pathBelow } from '../model.ts';

/** Long lists are cut in view only; the store keeps every file. */
const MOST_SHOWN = 500;

const jobEvents = ['jobs.changed'] as const;
const close = () => {
  showReport(null);
};

export function ImportReportDialog({ jobId }: { readonly jobId: string }) {
  const { data: report } = useQuery('library.importReport', { jobId }, { refreshOn: jobEvents });
  return (
    <Dialog
      title={t('library.report')}
      isOpen
      onClose={close}
      size="lg"
      footer={
        <Button variant="primary" onPress={close}>
          {t('common.close')}
        </Button>
      }
    >
      {report ? <Report report={report} /> : t('common.loading')}
    </Dialog>
  );
}

function Report({ report }: { readonly report: ImportReport }) {
  const files = (count: number) => t('library.reportFiles', { count });
  return (
    <Stack gap={4}>
      {report.state === 'cancelled' && <Banner tone="info">{t('library.reportCancelled')}</Banner>}
      {report.state === 'failed' && <Banner tone="danger">{t('library.reportFailed')}</Banner>}
      <Grid min="sm" gap={4}>
        <Stat name={t('library.reportSeries')} value={String(report.seriesIds.length)} />
        <Stat name={t('library.reportImported')} value={String(report.imported)} unit={files(report.imported)} />
        <Stat name={t('library.reportThere')} value={String(report.alreadyThere)} unit={files(report.alreadyThere)} />
        <Stat
          name={t('library.reportSkipped')}
          value={String(report.skipped.length)}
          unit={files(report.skipped.length)}
        />
      </Grid>
      {report.sources.length > 0 && (
        <p className="library__faint">
          {t('library.reportSources')}: {report.sources.join(', ')}
        </p>
      )}
      {report.skipped.length === 0 ? <p>{t('library.reportNothingSkipped')}</p> : <SkippedFiles report={report} />}
    </Stack>
  );
}

function SkippedFiles({ report: { skipped, sources } }: { readonly report: ImportReport }) {
  const shown = skipped.slice(0, MOST_SHOWN);
  return (
    <div className="skipped" tabIndex={0} role="region" aria-label={t('library.reportSkippedTitle')}>
      <table className="ui-table">
        <caption className="visually-hidden">{t('library.reportSkippedTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('library.file')}</th>
            <th scope="col">{t('library.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, reason }) => (
            <tr key={path}>
              <td className="skipped__file">{pathBelow(sources, path)}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {skipped.length > shown.length && <p>{t('library.reportMore', { count: skipped.length - shown.length })}</p>}
    </div>
  );
}
