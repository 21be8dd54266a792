import { FileBox } from 'lucide-react';
import { isFinished } from '../../../../electron/core/domain/readings.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Menu } from '../../../ui/index.ts';
import { exportSegmentation, segmentationFiles } from '../actions.ts';
import { readingText } from '../readingText.ts';

/** Everything that the segmentation of a series can leave as, headed by whose reading it is: the one that counts. */
export function ExportMenu({ seriesId, isDisabled }: { readonly seriesId: string; readonly isDisabled: boolean }) {
  const { data } = useQuery(
    'readings.ofSeries',
    { seriesId, detail: false },
    { refreshOn: ['readings.changed', 'segmentation.changed'] },
  );
  const counting = data?.readings.find(({ isCounting }) => isCounting)?.reading;
  return (
    <Menu
      label={t('export.segmentation')}
      heading={
        counting &&
        readingText({
          ...counting,
          readBy: counting.reader?.printedName ?? null,
          standing: isFinished(counting) ? 'signed' : 'unsigned',
        })
      }
      trigger={
        <AllowedButton
          needs="exports.segmentationFile"
          size="sm"
          variant="quiet"
          icon={FileBox}
          isDisabled={isDisabled}
        >
          {t('export.menu')}
        </AllowedButton>
      }
      entries={segmentationFiles.map(({ id, label, ...file }) => ({
        id,
        label: t(label),
        onAction: () => {
          exportSegmentation(seriesId, file).catch(noticeError);
        },
      }))}
    />
  );
}
