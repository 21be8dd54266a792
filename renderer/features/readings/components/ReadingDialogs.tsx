import { useState, type ReactNode } from 'react';
import type { ShownReading } from '../../../../electron/core/contract/readings.ts';
import type { QuantityId } from '../../../../electron/core/domain/quantities.ts';
import {
  adjudicationChoices,
  standingVersion,
  type AdjudicationChoice,
} from '../../../../electron/core/domain/readings.ts';
import {
  likelyMeaning,
  NO_ACCOUNTS,
  signatureMeaningIds,
  signatureMeanings,
  type SignatureMeaning,
} from '../../../../electron/core/domain/signature.ts';
import { shownUnit } from '../../../../electron/core/domain/units.ts';
import { PasswordField } from '../../accounts/index.ts';
import { usePerson } from '../../../host/index.ts';
import { Banner, Button, Dialog, Select, Stack, TextField } from '../../../ui/index.ts';
import { correct, decide, discard, openDialog, readIndependently, sign } from '../actions.ts';
import { openedReading, useReadings } from '../store.ts';
import { rt } from '../texts.ts';

const close = (): void => {
  openDialog(null);
};

/** Signing, correcting, reading a second time, taking that back, and deciding between readings. */
export function ReadingDialogs() {
  const dialog = useReadings((state) => state.dialog);
  const current = useReadings(openedReading);
  // Also for who sees no reading yet.
  if (dialog === 'second') return <SecondDialog />;
  if (current === null) return null;
  switch (dialog) {
    case 'sign':
      return <SignDialog shown={current} />;
    case 'correct':
      return <ReasonDialog key={dialog} of={dialog} onGiven={correct} />;
    case 'discard':
      return <ReasonDialog key={dialog} of={dialog} onGiven={discard} />;
    case 'adjudicate':
      return <AdjudicateDialog />;
    case null:
      return null;
  }
}

interface FormProps {
  readonly title: string;
  readonly label: string;
  readonly isReady: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function FormDialog({ title, label, isReady, onSubmit, children }: FormProps) {
  const busy = useReadings((state) => state.busy);
  const problem = useReadings((state) => state.problem);
  const submit = (): void => {
    if (isReady && !busy) onSubmit();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{rt('cancel')}</Button>
          <Button variant="primary" isDisabled={!isReady || busy} onPress={submit}>
            {label}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap={4}>
          {children}
          {problem !== null && <Banner tone="danger">{problem}</Banner>}
        </Stack>
      </form>
    </Dialog>
  );
}

/** It hides what the person has drawn: asked before it is done. */
function SecondDialog() {
  return (
    <FormDialog title={rt('second.begin')} label={rt('second.begin')} isReady onSubmit={() => void readIndependently()}>
      <p>{rt('second.what')}</p>
    </FormDialog>
  );
}

const meanings = signatureMeaningIds.map((value) => ({ value, label: signatureMeanings[value] }));

function SignDialog({ shown }: { readonly shown: ShownReading }) {
  const person = usePerson().session?.person ?? null;
  const hasAccount = person !== null && person.accountId !== null;
  const [meaning, setMeaning] = useState<SignatureMeaning>(likelyMeaning(shown.reading));
  const [password, setPassword] = useState('');
  return (
    <FormDialog
      title={rt('sign.title')}
      label={rt('sign.do')}
      isReady={!hasAccount || password !== ''}
      onSubmit={() => void sign(meaning, hasAccount ? password : null)}
    >
      <p>{rt('sign.what')}</p>
      <Select label={rt('sign.meaning')} value={meaning} options={meanings} onChange={setMeaning} />
      {person !== null && <p>{rt('sign.as', { name: person.printedName })}</p>}
      {hasAccount ? (
        <PasswordField
          label={rt('sign.password')}
          hint={rt('sign.passwordHint')}
          value={password}
          onChange={setPassword}
          autoFocus
        />
      ) : (
        <Banner tone="warning">{NO_ACCOUNTS}</Banner>
      )}
    </FormDialog>
  );
}

const isReason = (text: string): boolean => text.trim().length >= 3;

interface ReasonDialogProps {
  readonly of: 'correct' | 'discard';
  readonly onGiven: (reason: string) => Promise<void>;
}

function ReasonDialog({ of, onGiven }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={rt(`${of}.title`)}
      label={rt(`${of}.do`)}
      isReady={isReason(reason)}
      onSubmit={() => void onGiven(reason)}
    >
      <p>{rt(`${of}.what`)}</p>
      <TextField label={rt(`${of}.reason`)} value={reason} onChange={setReason} multiline autoFocus maxLength={1000} />
    </FormDialog>
  );
}

function AdjudicateDialog() {
  const readings = useReadings((state) => state.shown?.readings) ?? [];
  const [choice, setChoice] = useState<AdjudicationChoice | null>(null);
  const [reason, setReason] = useState('');
  const optionOf = (ordinal: 'first' | 'second') => {
    const standing = standingVersion(
      readings.map(({ reading }) => reading).filter((reading) => reading.ordinal === ordinal),
    );
    return {
      label: rt(`adjudicate.${ordinal}`, { reader: standing?.reader?.printedName ?? rt('reader.none') }),
      description: numbersOf(readings.find(({ reading }) => reading.id === standing?.id)),
    };
  };
  const options = adjudicationChoices.map((value) => ({
    value,
    ...(value === 'new' ? { label: rt('adjudicate.new') } : optionOf(value)),
  }));
  return (
    <FormDialog
      title={rt('adjudicate.title')}
      label={rt('adjudicate.save')}
      isReady={choice !== null && isReason(reason)}
      onSubmit={() => void decide(choice!, reason)}
    >
      <p>{rt('adjudicate.what')}</p>
      <Select label={rt('adjudicate.choice')} value={choice} options={options} onChange={setChoice} />
      <TextField label={rt('adjudicate.reason')} value={reason} onChange={setReason} multiline maxLength={1000} />
    </FormDialog>
  );
}

/** The remnant of a reading, for telling readings apart that differ in it. */
function numbersOf(shown: ShownReading | undefined): string | undefined {
  const text = (quantity: QuantityId): string | null => {
    const found = shown?.values.find((value) => value.quantity === quantity);
    return found?.printed ? `${found.printed} ${shownUnit(found.unit)}` : null;
  };
  const [flr, ratio] = [text('flr'), text('flr_pct_functional')];
  return flr === null || ratio === null ? undefined : rt('adjudicate.numbers', { flr, ratio });
}
