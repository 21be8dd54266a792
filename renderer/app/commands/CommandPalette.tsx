import { Search } from 'lucide-react';
import { useState } from 'react';
import {
  Autocomplete,
  Dialog as AriaDialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
  useFilter,
} from 'react-aria-components';
import { create } from 'zustand';
import { t } from '../../i18n/index.ts';
import { commands, shortcutOf, useCommandList } from './commands.ts';

const usePalette = create(() => ({ isOpen: false }));
export const openPalette = (): void => {
  usePalette.setState({ isOpen: true });
};
const closePalette = () => {
  usePalette.setState({ isOpen: false });
};

/** Every command that is allowed now, found by typing. Rendered once. */
export function CommandPalette() {
  const isOpen = usePalette((state) => state.isOpen);
  return (
    <ModalOverlay
      className="ui-scrim palette-scrim"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) closePalette();
      }}
    >
      <Modal className="ui-modal ui-modal--md">
        <AriaDialog className="ui-dialog palette" aria-label={t('palette.title')}>
          <PaletteList />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteList() {
  const all = useCommandList();
  const [entries] = useState(() => all.filter(({ id }) => commands.state(id)?.enabled && id !== 'app.palette'));
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <Autocomplete filter={contains}>
      <SearchField className="palette__search" aria-label={t('palette.search')} autoFocus>
        <Search aria-hidden size={17} />
        <Input placeholder={t('palette.search')} />
      </SearchField>
      <Menu
        className="ui-menu palette__list"
        aria-label={t('palette.title')}
        renderEmptyState={() => <div className="palette__empty">{t('palette.empty')}</div>}
        onAction={(id) => {
          // The dialog goes first, so that a command which opens another one finds the focus where it was.
          closePalette();
          commands.run(String(id));
        }}
      >
        {entries.map(({ id, group }) => {
          const title = commands.state(id)?.title ?? id;
          const shortcut = shortcutOf(id);
          return (
            <MenuItem key={id} id={id} textValue={`${title} ${group}`} className="ui-menu__item">
              <Text slot="label">{title}</Text>
              <Text slot="description">{group}</Text>
              {shortcut && <kbd>{shortcut}</kbd>}
            </MenuItem>
          );
        })}
      </Menu>
    </Autocomplete>
  );
}
