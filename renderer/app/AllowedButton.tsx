import type { MethodId } from '../../electron/core/domain/permissions.ts';
import { useRefusal } from '../host/index.ts';
import { Button, IconButton, type ButtonProps, type IconButtonProps } from '../ui/index.ts';

/** The method that a button calls. */
interface Needs {
  readonly needs: MethodId;
  /** What keeps it from being of use now, in a sentence; null when nothing does. */
  readonly problem?: string | null;
}

/** A button for what calls `needs`: disabled, with the reason, for a role that may not. */
export function AllowedButton({ needs, problem = null, isDisabled, ...button }: ButtonProps & Needs) {
  const refusal = useRefusal(needs) ?? problem;
  return (
    <span title={refusal ?? undefined}>
      <Button {...button} {...disabledBy(refusal, isDisabled)} />
    </span>
  );
}

/** The same as an icon. */
export function AllowedIconButton({ needs, problem = null, isDisabled, ...button }: IconButtonProps & Needs) {
  const refusal = useRefusal(needs) ?? problem;
  return (
    <span title={refusal ?? undefined}>
      <IconButton {...button} {...disabledBy(refusal, isDisabled)} />
    </span>
  );
}

const disabledBy = (refusal: string | null, isDisabled = false) => ({
  isDisabled: isDisabled || refusal !== null,
  ...(refusal !== null && { 'aria-description': refusal }),
});
