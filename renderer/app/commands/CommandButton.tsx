import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, IconButton, ToolButton, type ButtonVariant } from '../../ui/index.ts';
import { commands, useCommand } from './commands.ts';

interface CommandControl {
  readonly id: string;
  readonly icon: LucideIcon;
}

/** A disabled control has no tooltip of its own. */
const withReason = (refusal: string | null, control: ReactElement) =>
  refusal === null ? control : <span title={refusal}>{control}</span>;

/** The command as a button with its title; absent while nobody offers it. */
export function CommandButton(props: {
  readonly id: string;
  readonly icon?: LucideIcon;
  readonly variant?: ButtonVariant;
  readonly size?: 'sm' | 'md';
}) {
  const state = useCommand(props.id);
  if (!state) return null;
  return withReason(
    state.refusal,
    <Button
      icon={props.icon}
      variant={props.variant ?? 'secondary'}
      size={props.size ?? 'md'}
      isDisabled={!state.enabled}
      onPress={() => {
        commands.run(props.id);
      }}
    >
      {state.title}
    </Button>,
  );
}

/** The command as an icon; title and key are in its tooltip. */
export function CommandIcon({
  id,
  icon,
  size,
  placement,
}: CommandControl & { readonly size?: 'sm' | 'md'; readonly placement?: 'top' | 'bottom' | 'left' | 'right' }) {
  const state = useCommand(id);
  if (!state) return null;
  return withReason(
    state.refusal,
    <IconButton
      label={state.title}
      icon={icon}
      shortcut={state.shortcut}
      size={size ?? 'md'}
      {...(placement ? { placement } : {})}
      isDisabled={!state.enabled}
      onPress={() => {
        commands.run(id);
      }}
    />,
  );
}

/** The command as a tool or mode that is on or off, after its `isActive`. */
export function CommandTool({
  id,
  icon,
  showLabel,
  placement,
}: CommandControl & { readonly showLabel?: boolean; readonly placement?: 'top' | 'bottom' | 'left' | 'right' }) {
  const state = useCommand(id);
  if (!state) return null;
  return withReason(
    state.refusal,
    <ToolButton
      label={state.title}
      icon={icon}
      shortcut={state.shortcut}
      showLabel={showLabel ?? false}
      {...(placement ? { placement } : {})}
      isSelected={state.active}
      isDisabled={!state.enabled}
      onChange={() => {
        commands.run(id);
      }}
    />,
  );
}
