import type { ImportReport } from '../../../../electron/core/contract/library.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Dialog, Stack, Stat } from '../../../ui/index.ts';
import { closeImports, showImports } from '../actions/imports.ts';
import { outcomeCounts, outcomes, sourcesText } from '../model/imports.ts';
import { ImportFiles } from './ImportFiles.tsx';

const jobEvents = ['jobs.changed'] as const;

export function ImportReportDialog({ jobId }: { readonly jobId: string }) {
  const { data: report } = useQuery('library.importReport', { jobId }, { refreshOn: jobEvents });
  return (
    <Dialog
      title={t('imports.report')}
      isOpen
      onClose={closeImports}
      size="lg"
      footer={
        <>
          <Button onPress={showImports}>{t('imports.all')}</Button>
          <Button variant="primary" onPress={closeImports}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {report ? <Report report={report} /> : t('common.loading')}
    </Dialog>
  );
}

function Report({ report }: { readonly report: ImportReport }) {
  const counts = outcomeCounts(report);
  const fileCount = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  return (
    <Stack gap={4}>
      {report.state === 'cancelled' && <Banner tone="info">{t('imports.stopped')}</Banner>}
      {report.state === 'failed' && <Banner tone="danger">{t('imports.broken')}</Banner>}
      {report.state === 'done' && report.seriesIds.length === 0 && (
        <Banner tone="warning">{t(fileCount === 0 ? 'imports.noFiles' : 'imports.noImages')}</Banner>
      )}
      <div className="imports__counts">
        <Stat name={t('imports.series')} value={String(report.seriesIds.length)} />
        {outcomes.map((outcome) => (
          <Stat
            key={outcome}
            name={t(`imports.outcome.${outcome}`)}
            value={String(counts[outcome])}
            unit={t('imports.files', { count: counts[outcome] })}
          />
        ))}
      </div>
      <p className="library__faint">
        {t('imports.from')}: {sourcesText(report)}
      </p>
      {fileCount > 0 && <ImportFiles report={report} counts={counts} />}
    </Stack>
  );
}
