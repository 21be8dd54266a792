import { ScanEye } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { memoryNeed, NOTABLE_SHARE, thisMachine } from '../../../imaging/memory.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Panel, Stack } from '../../../ui/index.ts';
import { openSeries } from '../actions/series.ts';
import { byteText, canOpen, geometryTone, matrixText, phaseName, seriesName } from '../model/series.ts';
import { Originals } from './Originals.tsx';
import { PhaseMenu } from './PhaseMenu.tsx';
import { Computed, Joined, Resample } from './SeriesOrigin.tsx';

const geometryText = {
  regular: 'library.regularText',
  warning: 'library.warningText',
  refused: 'library.refusedText',
} as const;

/** The chosen series: its geometry in sentences, what it is, and the way into the workspace. */
export function SeriesDetails({ series }: { readonly series: Series }) {
  return (
    <aside className="library__details" aria-label={t('library.details')}>
      <Panel title={seriesName(series)}>
        <Stack gap={4}>
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
          <Memory series={series} />
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
          <Resample series={series} />
          <Computed series={series} />
          <Joined series={series} />
          <Phase series={series} />
          <Facts series={series} />
          {series.derivedFrom === null && <Originals series={series} />}
        </Stack>
      </Panel>
    </aside>
  );
}

/** Told beforehand where opening takes a large part of the machine; the workspace refuses what doesn't fit. */
function Memory({ series: { geometry } }: { readonly series: Series }) {
  if (geometry === null) return null;
  const machine = thisMachine();
  const { bytes, share } = memoryNeed(geometry, machine);
  if (share === null || share < NOTABLE_SHARE || machine.memoryBytes === null) return null;
  return (
    <Banner tone="info">
      {t('library.memoryText', { needed: byteText(bytes), machine: byteText(machine.memoryBytes) })}
    </Banner>
  );
}

function Phase({ series }: { readonly series: Series }) {
  const { proposed, confirmed, basis } = series.phase;
  return (
    <div className="library__phase">
      <div className="library__phase-head">
        <span>{t('phase.menu')}</span>
        <PhaseMenu series={series} />
      </div>
      {confirmed === null && proposed !== null && (
        <p className="library__faint">
          {basis} {t('phase.confirmText', { phase: phaseName(proposed) })}
        </p>
      )}
    </div>
  );
}

function Facts({ series }: { readonly series: Series }) {
  const fact = (name: string, value: string) => (
    <>
      <dt>{name}</dt>
      <dd>{value || '–'}</dd>
    </>
  );
  return (
    <dl className="facts">
      {fact(t('library.patient'), series.patientLabel)}
      {fact(t('library.date'), series.acquisitionDate ?? t('library.noDate'))}
      {series.part !== '' && fact(t('library.part'), series.part)}
      {fact(t('library.modality'), series.lossy ? `${series.modality} · ${t('library.lossy')}` : series.modality)}
      {fact(t('library.size'), matrixText(series))}
      {fact(t('library.position'), series.patientPosition)}
      {fact(t('library.imported'), `${series.importedAt.slice(0, 16).replace('T', ' ')} UTC`)}
      {series.derivedFrom === null &&
        fact(t('library.files'), t(series.inPlace ? 'library.filesInPlace' : 'library.filesCopied'))}
      <dt>{t('library.uid')}</dt>
      <dd>
        <code>{series.seriesInstanceUid || '–'}</code>
      </dd>
    </dl>
  );
}
