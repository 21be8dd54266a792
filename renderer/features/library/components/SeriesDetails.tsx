import { ScanEye } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Panel, Stack } from '../../../ui/index.ts';
import { openSeries } from '../actions.ts';
import { canOpen, geometryTone, seriesTitle } from '../model.ts';

const geometryText = {
  regular: 'library.regularText',
  warning: 'library.warningText',
  refused: 'library.refusedText',
} as const;

/** The chosen series: its geometry in sentences, what it is, and the way into the workspace. */
export function SeriesDetails({ series }: { readonly series: Series }) {
  return (
    <aside className="library__details" aria-label={t('library.details')}>
      <Panel title={seriesTitle(series)}>
        <Stack gap={4}>
          <Banner tone={geometryTone[series.geometryStatus]}>
            {t(geometryText[series.geometryStatus])}
            {series.problems.length > 0 && (
              <ul>
                {series.problems.map(({ code, message }) => (
                  <li key={`${code} ${message}`}>{message}</li>
                ))}
              </ul>
            )}
          </Banner>
          <dl className="facts">
            <dt>{t('library.patient')}</dt>
            <dd>{series.patientLabel}</dd>
            <dt>{t('library.date')}</dt>
            <dd>{series.acquisitionDate ?? t('library.noDate')}</dd>
            <dt>{t('library.modality')}</dt>
            <dd>
              {series.modality}
              {series.lossy && ` · ${t('library.lossy')}`}
            </dd>
            <dt>{t('library.position')}</dt>
            <dd>{series.patientPosition || '–'}</dd>
            <dt>{t('library.imported')}</dt>
            <dd>{series.importedAt.slice(0, 16).replace('T', ' ')} UTC</dd>
            <dt>{t('library.uid')}</dt>
            <dd>
              <code>{series.seriesInstanceUid}</code>
            </dd>
          </dl>
          {canOpen(series) && (
            <Button
              variant="primary"
              icon={ScanEye}
              onPress={() => {
                openSeries(series);
              }}
            >
              {t('library.open')}
            </Button>
          )}
        </Stack>
      </Panel>
    </aside>
  );
}
