import { useState } from 'react';
import { notice, noticeError } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { host, usePerson, useRefusal } from '../../../host/index.ts';
import { Button, Dialog, NumberField, Panel, Row, Stack } from '../../../ui/index.ts';
import { at } from '../texts.ts';
import { FirstAccountForm } from './FirstAccountForm.tsx';
import './accounts.css';

/** In the settings: how people are known here. */
export function AccountsSettings() {
  const { session } = usePerson();
  if (!session) return null;
  return (
    <Panel title={at('settings.title')}>
      {session.mode === 'accounts' ? <WithAccounts minutes={session.lockAfterMinutes} /> : <Alone />}
    </Panel>
  );
}

function Alone() {
  const [isMaking, setMaking] = useState(false);
  const close = (): void => {
    setMaking(false);
  };
  return (
    <Stack>
      <p className="settings__text">{at('settings.none')}</p>
      <div>
        <Button
          onPress={() => {
            setMaking(true);
          }}
        >
          {at('first.accounts')}
        </Button>
      </div>
      {isMaking && (
        <Dialog title={at('first.createTitle')} isOpen onClose={close} size="sm">
          <Stack gap={4}>
            <p className="cover__text">{at('first.accountsText')}</p>
            <p className="cover__text">{at('first.createText')}</p>
            <FirstAccountForm onDone={close} secondary={<Button onPress={close}>{at('first.back')}</Button>} />
          </Stack>
        </Dialog>
      )}
    </Stack>
  );
}

function WithAccounts({ minutes }: { readonly minutes: number }) {
  const mayManage = useRefusal('accounts.list') === null;
  return (
    <Stack>
      <p className="settings__text">{at('settings.people')}</p>
      <LockAfter key={minutes} minutes={minutes} />
      {mayManage && (
        <div>
          <Button
            onPress={() => {
              goTo(routes.accounts);
            }}
          >
            {at('settings.open')}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function LockAfter({ minutes }: { readonly minutes: number }) {
  const refusal = useRefusal('settings.set');
  const [typed, setTyped] = useState(String(minutes));
  const value = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0;
  const isPossible = value >= 1 && value <= 240;
  const save = async (): Promise<void> => {
    await host.client.settings.set({ lockAfterMinutes: value });
    notice('ok', at('settings.saved', { minutes: value }));
  };
  return (
    <form
      className="accounts__minutes"
      onSubmit={(event) => {
        event.preventDefault();
        if (isPossible && refusal === null) save().catch(noticeError);
      }}
    >
      <Row gap={2} align="start">
        <NumberField
          label={at('settings.lockAfter')}
          unit={at('settings.minutes')}
          value={typed}
          onChange={setTyped}
          isDisabled={refusal !== null}
          hint={refusal ?? undefined}
          error={isPossible ? undefined : at('settings.wrongMinutes')}
        />
        {refusal === null && value !== minutes && (
          <Button type="submit" isDisabled={!isPossible}>
            {at('settings.save')}
          </Button>
        )}
      </Row>
    </form>
  );
}
