import { Check, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Dialog as AriaDialog,
  Header,
  Heading,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
  Text,
} from 'react-aria-components';
import { IconButton } from './Button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly closeLabel?: string;
}

/** A modal dialog: focus stays inside, Escape closes, focus returns where it was. */
export function Dialog({ title, isOpen, onClose, children, footer, size = 'md', closeLabel = 'Close' }: DialogProps) {
  return (
    <ModalOverlay
      className="ui-scrim"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`ui-modal ui-modal--${size}`}>
        <AriaDialog className="ui-dialog">
          <header className="ui-dialog__head">
            <Heading slot="title" className="ui-dialog__title">
              {title}
            </Heading>
            <IconButton label={closeLabel} icon={X} onPress={onClose} size="sm" />
          </header>
          <div className="ui-dialog__body">{children}</div>
          {footer && <footer className="ui-dialog__foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string | undefined;
  readonly isDisabled?: boolean;
  readonly onAction: () => void;
}

/** A menu on the button given as `trigger`. */
export function Menu({
  label,
  heading,
  trigger,
  entries,
}: {
  readonly label: string;
  /** Above the entries: what they are about. */
  readonly heading?: string | undefined;
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="ui-popover">
        <AriaMenu className="ui-menu" aria-label={label}>
          <MenuSection>
            {heading !== undefined && <Header className="ui-menu__heading">{heading}</Header>}
            {entries.map(({ id, label: text, icon: Icon, shortcut, isDisabled, onAction }) => (
              <MenuItem
                key={id}
                id={id}
                textValue={text}
                className="ui-menu__item"
                isDisabled={isDisabled ?? false}
                onAction={onAction}
              >
                {Icon && <Icon aria-hidden size={15} strokeWidth={1.75} className="ui-menu__icon" />}
                <Text slot="label">{text}</Text>
                {shortcut && <kbd>{shortcut}</kbd>}
              </MenuItem>
            ))}
          </MenuSection>
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
}

/** One of a few, chosen from a menu on the button given as `trigger`. */
export function ChoiceMenu(props: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly choices: readonly Choice[];
  readonly selectedId: string | null;
  readonly onChoose: (id: string) => void;
}) {
  const { label, trigger, choices, selectedId, onChoose } = props;
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="ui-popover ui-popover--choices">
        <AriaMenu
          className="ui-menu"
          aria-label={label}
          selectionMode="single"
          selectedKeys={selectedId === null ? [] : [selectedId]}
          onAction={(key) => {
            onChoose(String(key));
          }}
        >
          {choices.map(({ id, label: text, description }) => (
            <MenuItem key={id} id={id} textValue={text} className="ui-menu__item">
              <div className="ui-menu__texts">
                <Text slot="label">{text}</Text>
                {description && <Text slot="description">{description}</Text>}
              </div>
              <Check aria-hidden size={15} className="ui-menu__check" />
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
