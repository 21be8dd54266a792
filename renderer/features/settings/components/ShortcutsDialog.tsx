import { t } from '../../../i18n/index.ts';
import { Button, Dialog } from '../../../ui/index.ts';
import { closeShortcuts } from '../actions.ts';
import { useShortcuts } from '../store.ts';
import { ShortcutList } from './ShortcutList.tsx';

/** The keys of the place a person is in. Rendered once. */
export function ShortcutsDialog() {
  const isOpen = useShortcuts((state) => state.isOpen);
  return (
    <Dialog
      title={t('settings.shortcuts')}
      isOpen={isOpen}
      onClose={closeShortcuts}
      footer={
        <Button variant="primary" onPress={closeShortcuts}>
          {t('common.close')}
        </Button>
      }
    >
      <ShortcutList />
    </Dialog>
  );
}
