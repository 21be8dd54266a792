import { Button, Dialog, Stack } from '../../../ui/index.ts';
import { at } from '../texts.ts';

export interface Temporary {
  readonly user: string;
  readonly password: string;
}

/** Shown once, to be handed over. */
export const TemporaryPassword = (props: { readonly temporary: Temporary; readonly onClose: () => void }) => (
  <Dialog
    title={at('add.shownTitle', { user: props.temporary.user })}
    isOpen
    onClose={props.onClose}
    size="sm"
    footer={
      <Button variant="primary" onPress={props.onClose}>
        {at('add.done')}
      </Button>
    }
  >
    <Stack gap={4}>
      <output className="accounts__temporary">{props.temporary.password}</output>
      <p className="cover__text">{at('add.shownText')}</p>
    </Stack>
  </Dialog>
);
