import { CornerLeftUp, File, Folder } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, Dialog, Row, Stack, TextField } from '../../../ui/index.ts';
import { browseTo, chooseAndSend, closeBrowser, importFolder } from '../actions/bringIn.ts';
import { isWholePath } from '../model/imports.ts';
import { useLibrary } from '../store.ts';
import { PlaceCheckbox } from './PlaceMenu.tsx';

/** Choosing a folder of the machine the host runs on, for a window without the system's own dialog. */
export function FolderBrowser() {
  const path = useLibrary((state) => state.browsePath);
  const { data, error } = useQuery('library.browse', { path });
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const folders = data?.entries.filter(({ kind }) => kind === 'folder') ?? [];
  const files = data?.entries.filter(({ kind }) => kind === 'file') ?? [];
  const shown = typed ?? data?.path ?? path ?? '';
  const problem = refusal ?? (error === undefined ? undefined : errorSentence(error));
  /** Says what is wrong with the typed path, if anything. */
  const isRefused = (path: string): boolean => {
    const relative = !isWholePath(path);
    setRefusal(relative ? t('browse.wholePath') : null);
    return relative;
  };
  const go = (next: string) => {
    if (isRefused(next)) return;
    setTyped(null);
    browseTo(next);
  };
  const choose = () => {
    if (isRefused(shown.trim())) return;
    importFolder(shown.trim()).catch((refused: unknown) => {
      setRefusal(errorSentence(refused));
    });
  };

  return (
    <Dialog
      title={t('browse.title')}
      isOpen
      onClose={closeBrowser}
      size="md"
      footer={
        <>
          <span className="browse__count">
            {data && problem === undefined && t('browse.count', { folders: folders.length, files: files.length })}
          </span>
          <Button onPress={closeBrowser}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={shown.trim() === ''} onPress={choose}>
            {t('browse.choose')}
          </Button>
        </>
      }
    >
      <Stack gap={3}>
        <form
          className="browse__path"
          onSubmit={(event) => {
            event.preventDefault();
            go(shown.trim());
          }}
        >
          <TextField label={t('browse.path')} value={shown} onChange={setTyped} error={problem} autoFocus />
          <Button type="submit">{t('browse.go')}</Button>
          <Button
            icon={CornerLeftUp}
            isDisabled={!data?.parent}
            onPress={() => {
              if (data?.parent) go(data.parent);
            }}
          >
            {t('browse.up')}
          </Button>
        </form>
        <ListBox
          className="browse__list"
          aria-label={t('browse.entries')}
          items={(problem === undefined ? [...folders, ...files] : []).map((entry) => ({ ...entry, id: entry.path }))}
          disabledKeys={files.map((file) => file.path)}
          onAction={(key) => {
            go(String(key));
          }}
          renderEmptyState={() => (
            <div className="browse__empty">
              {problem === undefined && (data ? t('browse.empty') : t('common.loading'))}
            </div>
          )}
        >
          {(entry) => (
            <ListBoxItem textValue={entry.name} className="ui-menu__item">
              {entry.kind === 'folder' ? (
                <Folder aria-hidden size={16} className="browse__folder" />
              ) : (
                <File aria-hidden size={16} />
              )}
              {entry.name}
            </ListBoxItem>
          )}
        </ListBox>
        <PlaceCheckbox />
        <Row>
          <span className="library__faint">{t('browse.system')}</span>
          <Button
            size="sm"
            onPress={() => {
              chooseAndSend('folder');
            }}
          >
            {t('browse.chooseFolder')}
          </Button>
          <Button
            size="sm"
            onPress={() => {
              chooseAndSend('files');
            }}
          >
            {t('browse.chooseFiles')}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
