import { CornerLeftUp, File, Folder } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { Button, Dialog, Stack, TextField } from '../../../ui/index.ts';
import { addModel, browseTo, closeBrowser } from '../modelActions.ts';
import { mt } from '../modelTexts.ts';

const isModel = (path: string): boolean => path.toLowerCase().endsWith('.onnx');

/** Choosing a model's file on the machine the host runs on, for a window without the system's own dialog. */
export function ModelBrowser({ path }: { readonly path: string | null }) {
  const { data, error } = useQuery('library.browse', { path });
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? data?.path ?? path ?? '';
  const entries = data?.entries.filter((entry) => entry.kind === 'folder' || isModel(entry.name)) ?? [];
  const open = (next: string): void => {
    setTyped(null);
    if (isModel(next)) void addModel(next);
    else browseTo(next);
  };
  return (
    <Dialog
      title={mt('models.browse')}
      isOpen
      onClose={closeBrowser}
      size="md"
      footer={<Button onPress={closeBrowser}>{mt('models.cancel')}</Button>}
    >
      <Stack gap={3}>
        <form
          className="settings__path"
          onSubmit={(event) => {
            event.preventDefault();
            open(shown.trim());
          }}
        >
          <TextField
            label={mt('models.path')}
            value={shown}
            onChange={setTyped}
            error={error === undefined ? undefined : errorSentence(error)}
            autoFocus
          />
          <Button type="submit">{mt('models.go')}</Button>
          <Button
            icon={CornerLeftUp}
            isDisabled={!data?.parent}
            onPress={() => {
              if (data?.parent) open(data.parent);
            }}
          >
            {mt('models.up')}
          </Button>
        </form>
        <ListBox
          className="settings__files"
          aria-label={mt('models.files')}
          items={entries.map((entry) => ({ ...entry, id: entry.path }))}
          onAction={(key) => {
            open(String(key));
          }}
          renderEmptyState={() => <div className="settings__text">{mt('models.empty')}</div>}
        >
          {({ kind, name }) => (
            <ListBoxItem textValue={name} className="ui-menu__item">
              {kind === 'folder' ? <Folder aria-hidden size={16} /> : <File aria-hidden size={16} />}
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Stack>
    </Dialog>
  );
}
