import { Import } from 'lucide-react';
import { Banner, Button, Dialog, FileDrop, ProgressBar, Stack } from '../../../ui/index.ts';
import { isDrawable, useSegmentation } from '../store.ts';
import { chooseMask, closeImport, importMask, takeDroppedMask } from './actions.ts';
import { Deciding } from './Deciding.tsx';
import { resultOf, undecided } from './model.ts';
import { useMaskImport, type Looked } from './store.ts';
import { it } from './texts.ts';
import './import.css';

/** From a mask file to a revision: what it holds, what of it is what, and what it will measure. */
export function MaskImport() {
  const now = useMaskImport((state) => state.now);
  const mayDraw = useSegmentation((state) => isDrawable(state) && state.busy === null);
  if (now.kind === 'closed')
    return mayDraw ? <FileDrop title={it('drop.title')} text={it('drop.text')} onDrop={takeDroppedMask} /> : null;
  if (now.kind === 'looked') return <LookedDialog looked={now} isBusy={now.isBusy} />;
  return (
    <Dialog
      title={it('import.title')}
      isOpen
      onClose={closeImport}
      size="md"
      footer={
        <>
          <Button onPress={closeImport}>{it('import.cancel')}</Button>
          {now.kind === 'failed' && <Again />}
        </>
      }
    >
      {now.kind === 'reading' ? (
        <ProgressBar label={it('import.reading', { file: now.fileName })} fraction={null} />
      ) : (
        <Banner tone="danger" title={now.fileName}>
          <p className="mask-import__text">{now.reason}</p>
        </Banner>
      )}
    </Dialog>
  );
}

function Again() {
  return (
    <Button
      variant="primary"
      onPress={() => {
        closeImport();
        void chooseMask();
      }}
    >
      {it('import.again')}
    </Button>
  );
}

/** Why it can't be imported yet; null when it can. */
function obstacle({ inspection, decisions }: Looked): string | null {
  const count = undecided(inspection, decisions).length;
  if (count > 0) return it('result.unknown', { count });
  return resultOf(inspection, decisions).total === 0 ? it('result.none') : null;
}

function LookedDialog({ looked, isBusy }: { readonly looked: Looked; readonly isBusy: boolean }) {
  const reason = obstacle(looked);
  return (
    <Dialog
      title={it('import.title')}
      isOpen
      // What is being stored can't be called back any more.
      onClose={isBusy ? () => undefined : closeImport}
      size="lg"
      footer={
        <>
          <span className="mask-import__obstacle" role="status">
            {reason}
          </span>
          <Button isDisabled={isBusy} onPress={closeImport}>
            {it('import.cancel')}
          </Button>
          <Button
            variant="primary"
            icon={Import}
            isDisabled={reason !== null || isBusy}
            onPress={() => {
              void importMask();
            }}
          >
            {it('import.do')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        <Deciding looked={looked} />
        {looked.problem !== null && <Banner tone="danger">{looked.problem}</Banner>}
      </Stack>
    </Dialog>
  );
}
