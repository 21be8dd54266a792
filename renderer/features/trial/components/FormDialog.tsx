import { useState, type ReactNode } from 'react';
import { errorSentence } from '../../../app/notices.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Dialog, Stack } from '../../../ui/index.ts';
import { closeDialog } from '../actions.ts';
import type { Checked, Errors } from '../forms.ts';
import { forgetDraft } from '../keeping.ts';
import { useFoundAt, type FormKey } from '../store.ts';

export interface FormDialogProps<D, I> {
  readonly title: string;
  readonly submitLabel: string;
  readonly checked: Checked<D, I>;
  readonly onSubmit: (input: I) => Promise<void>;
  /** Gets the errors to show at the fields: none until the form was sent once, from then on as they are. */
  readonly children: (errors: Errors<D>) => ReactNode;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly danger?: boolean;
  /** Of the entry that is kept while it is unfinished. */
  readonly draftKey?: FormKey;
}

/** A form in a dialog. What is wrong is said at its field; what the host refuses is said above the buttons; nothing typed is lost. */
export function FormDialog<D, I>(props: FormDialogProps<D, I>) {
  const { title, submitLabel, checked, onSubmit, children, size = 'md', danger, draftKey = null } = props;
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const errors = sent && !checked.ok ? checked.errors : {};

  async function send() {
    setSent(true);
    if (!checked.ok || busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await onSubmit(checked.input);
    } catch (error) {
      setRefusal(errorSentence(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={title}
      isOpen
      onClose={closeDialog}
      size={size}
      footer={
        <>
          {Object.keys(errors).length > 0 && (
            <span className="record__form-note" role="alert">
              {t('form.all')}
            </span>
          )}
          <Button onPress={closeDialog}>{t('common.cancel')}</Button>
          <Button variant={danger ? 'danger' : 'primary'} isDisabled={busy} onPress={() => void send()}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack gap={4}>
          {draftKey && <FoundDraft draftKey={draftKey} />}
          {children(errors)}
          {refusal !== null && <Banner tone="danger">{refusal}</Banner>}
        </Stack>
        {/* Lets Enter in a field send the form. */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

/** Says that the form goes on where it was left, and lets it begin anew. */
function FoundDraft({ draftKey }: { readonly draftKey: FormKey }) {
  const savedAt = useFoundAt(draftKey);
  if (savedAt === null) return null;
  return (
    <Banner
      tone="info"
      action={
        <Button
          size="sm"
          onPress={() => {
            forgetDraft(draftKey);
          }}
        >
          {t('entry.discardDraft')}
        </Button>
      }
    >
      {t('entry.draftFrom', {
        when: new Date(savedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
      })}
    </Banner>
  );
}
