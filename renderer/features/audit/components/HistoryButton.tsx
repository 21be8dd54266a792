import { History } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { Banner, Button, Dialog } from '../../../ui/index.ts';
import { at } from '../texts.ts';
import { Entries } from './Entries.tsx';
import './audit.css';

export interface HistoryOf {
  readonly entity: string;
  readonly entityId: string;
  /** As the person knows it, e.g. the subject's code. */
  readonly name: string;
  /** With everything that belongs to a subject. */
  readonly related?: boolean;
}

/** Opens who changed what from which value to which, of one thing of the record. */
export function HistoryButton(of: HistoryOf) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={History}
        onPress={() => {
          setOpen(true);
        }}
      >
        {at('history')}
      </Button>
      {isOpen && (
        <HistoryDialog
          {...of}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function HistoryDialog({
  entity,
  entityId,
  name,
  related = false,
  onClose,
}: HistoryOf & { readonly onClose: () => void }) {
  const { data: entries, error } = useQuery('audit.history', { entity, entityId, related });
  return (
    <Dialog
      title={at('historyOf', { name })}
      isOpen
      onClose={onClose}
      size="lg"
      footer={<Button onPress={onClose}>{at('close')}</Button>}
    >
      {error !== undefined && <Banner tone="danger">{errorSentence(error)}</Banner>}
      {entries?.length === 0 && <p>{at('historyEmpty')}</p>}
      {entries && entries.length > 0 && <Entries entries={entries} />}
    </Dialog>
  );
}
