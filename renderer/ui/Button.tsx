import type { LucideIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import {
  Button as AriaButton,
  ToggleButton as AriaToggleButton,
  Tooltip as AriaTooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon | undefined;
}

type Press = NonNullable<AriaButtonProps['onPress']>;
/** As long as systems wait for the second click of a double click. */
const DOUBLE_CLICK_MS = 500;

/** What begins, stores or removes something does it once, also for people who double-click everything. */
function useOnce(onPress: Press | undefined, isOnce: boolean): Press | undefined {
  const last = useRef(-Infinity);
  if (!onPress || !isOnce) return onPress;
  return (event) => {
    const now = performance.now();
    const isSecond = now - last.current < DOUBLE_CLICK_MS;
    last.current = now;
    if (!isSecond) onPress(event);
  };
}

/** A button with a text. One `primary` per view at most. */
export function Button({ children, variant = 'secondary', size = 'md', icon: Icon, onPress, ...rest }: ButtonProps) {
  const press = useOnce(onPress, variant === 'primary' || variant === 'danger');
  return (
    <AriaButton
      {...rest}
      {...(press && { onPress: press })}
      className={`ui-button ui-button--${variant} ui-button--${size}`}
    >
      {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} />}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconControl {
  /** The name for screen readers and the tooltip's text. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown in the tooltip, e.g. `Ctrl+K`. */
  readonly shortcut?: string | undefined;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
}

function Hint({ label, shortcut, placement }: Pick<IconControl, 'label' | 'shortcut' | 'placement'>) {
  return (
    <AriaTooltip className="ui-tooltip" placement={placement ?? 'bottom'} offset={6}>
      {label}
      {shortcut && <kbd>{shortcut}</kbd>}
    </AriaTooltip>
  );
}

export interface IconButtonProps
  extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'>, IconControl {
  readonly size?: 'sm' | 'md';
}

/** A button that is an icon; its name and key are in the tooltip. */
export function IconButton({ label, icon: Icon, shortcut, placement, size = 'md', ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaButton {...rest} aria-label={label} className={`ui-icon-button ui-icon-button--${size}`}>
        <Icon aria-hidden size={size === 'sm' ? 15 : 17} strokeWidth={1.75} />
      </AriaButton>
      <Hint label={label} shortcut={shortcut} {...(placement ? { placement } : {})} />
    </TooltipTrigger>
  );
}

export interface ToolButtonProps extends IconControl {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  /** Shows the label beside the icon. */
  readonly showLabel?: boolean;
}

/** A tool or mode that is on or off (`aria-pressed`). */
export function ToolButton({ label, icon: Icon, shortcut, placement, showLabel, ...rest }: ToolButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaToggleButton {...rest} aria-label={label} className={`ui-tool ${showLabel ? 'ui-tool--labelled' : ''}`}>
        <Icon aria-hidden size={17} strokeWidth={1.75} />
        {showLabel && <span>{label}</span>}
      </AriaToggleButton>
      <Hint label={label} shortcut={shortcut} {...(placement ? { placement } : {})} />
    </TooltipTrigger>
  );
}
