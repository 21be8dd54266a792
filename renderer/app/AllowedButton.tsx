import type { MethodId } from '../../electron/core/domain/permissions.ts';
import { useRefusal } from '../host/index.ts';
import { Button, type ButtonProps } from '../ui/index.ts';

/** A button for what calls `needs`: disabled, with the reason, for a role that may not. */
export function AllowedButton({ needs, isDisabled, ...button }: ButtonProps & { readonly needs: MethodId }) {
  const refusal = useRefusal(needs);
  return (
    <span title={refusal ?? undefined}>
      <Button
        {...button}
        isDisabled={(isDisabled ?? false) || refusal !== null}
        {...(refusal !== null && { 'aria-description': refusal })}
      />
    </span>
  );
}
