import { Check, CloudAlert, LoaderCircle } from 'lucide-react';
import { Banner, Button } from '../../../ui/index.ts';
import { retrySaving, storeMine } from '../actions/index.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';
import { CheckCount } from './CheckCount.tsx';

/** Saving is automatic; this tells how it stands. */
export function SaveStatus() {
  const save = useSegmentation((state) => state.save);
  const ready = useSegmentation((state) => state.phase === 'ready');
  if (!ready) return null;
  return (
    <div className={`seg-save seg-save--${save.kind}`} role="status" data-save={save.kind}>
      {save.kind === 'saved' && (
        <>
          <Check aria-hidden size={15} /> {t('save.saved')} <CheckCount />
        </>
      )}
      {save.kind === 'saving' && (
        <>
          <LoaderCircle aria-hidden size={15} className="seg-save__spin" /> {t('save.saving')}
        </>
      )}
      {(save.kind === 'failed' || save.kind === 'conflict') && (
        <>
          <CloudAlert aria-hidden size={15} /> {t('save.failed')}
        </>
      )}
      {save.kind === 'failed' && (
        <>
          <span className="seg-save__reason">{save.reason}</span>
          <Button size="sm" onPress={retrySaving}>
            {t('save.retry')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Above the views when someone else stored a revision: nothing is dropped without being asked. */
export function SaveBanner({ onReload }: { readonly onReload: () => void }) {
  const conflict = useSegmentation((state) => state.save.kind === 'conflict');
  const elsewhere = useSegmentation((state) => state.changedElsewhere);
  const openOther = (
    <Button size="sm" onPress={onReload}>
      {t('save.openOther')}
    </Button>
  );
  if (conflict) {
    return (
      <Banner
        tone="danger"
        title={t('save.conflictTitle')}
        action={
          <div className="seg-buttons">
            {openOther}
            <Button size="sm" variant="primary" onPress={() => void storeMine()}>
              {t('save.keepMine')}
            </Button>
          </div>
        }
      >
        {t('save.conflictText')}
      </Banner>
    );
  }
  return elsewhere ? <Banner tone="info" title={t('save.remoteTitle')} action={openOther} /> : null;
}
