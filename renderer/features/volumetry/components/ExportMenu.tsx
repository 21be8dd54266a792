import { FileBox } from 'lucide-react';
import { noticeError } from '../../../app/notices.ts';
import { t } from '../../../i18n/index.ts';
import { Button, Menu } from '../../../ui/index.ts';
import { exportSegmentation, segmentationFiles } from '../actions.ts';

/** Everything that the segmentation of a series can leave as. */
export function ExportMenu({ seriesId, isDisabled }: { readonly seriesId: string; readonly isDisabled: boolean }) {
  return (
    <Menu
      label={t('export.segmentation')}
      trigger={
        <Button size="sm" variant="quiet" icon={FileBox} isDisabled={isDisabled}>
          {t('export.menu')}
        </Button>
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
