import { useState, type ReactNode } from 'react';
import { errorSentence } from '../../../app/notices.ts';
import { Banner, Button, Row, Stack } from '../../../ui/index.ts';
import { at } from '../texts.ts';

/** Fields, what the host said against them, and the button. Enter sends it. */
export function CoverForm(props: {
  readonly children: ReactNode;
  readonly button: string;
  /** Rejects with what is wrong. */
  readonly onSubmit: () => Promise<void>;
  readonly isDisabled?: boolean;
  readonly secondary?: ReactNode;
}) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (isBusy || props.isDisabled) return;
    setBusy(true);
    setError(null);
    try {
      await props.onSubmit();
    } catch (failure) {
      setError(errorSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="cover__form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap={4}>
        {props.children}
        {error !== null && <Banner tone="danger">{error}</Banner>}
        <Row gap={3} align={props.secondary ? 'between' : 'end'}>
          {props.secondary}
          <Button type="submit" variant="primary" isDisabled={isBusy || (props.isDisabled ?? false)}>
            {isBusy ? at('signIn.checking') : props.button}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
