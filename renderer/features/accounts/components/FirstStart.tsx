import { UserRound, Users } from 'lucide-react';
import { useState } from 'react';
import { noticeError } from '../../../app/notices.ts';
import { Button } from '../../../ui/index.ts';
import { workAlone } from '../actions.ts';
import { at } from '../texts.ts';
import { Cover } from './Cover.tsx';
import { FirstAccountForm } from './FirstAccountForm.tsx';

/** An empty data folder asks once how people are known here. */
export function FirstStart() {
  const [isMaking, setMaking] = useState(false);
  if (isMaking) {
    const back = (
      <Button
        variant="quiet"
        onPress={() => {
          setMaking(false);
        }}
      >
        {at('first.back')}
      </Button>
    );
    return (
      <Cover title={at('first.createTitle')} text={at('first.createText')}>
        <FirstAccountForm secondary={back} />
      </Cover>
    );
  }
  return (
    <Cover title={at('first.title')} text={at('first.text')} wide>
      <div className="cover__choices">
        <div className="cover__choice">
          <UserRound aria-hidden size={22} strokeWidth={1.6} />
          <p>{at('first.aloneText')}</p>
          <Button
            variant="primary"
            autoFocus
            onPress={() => {
              workAlone().catch(noticeError);
            }}
          >
            {at('first.alone')}
          </Button>
        </div>
        <div className="cover__choice">
          <Users aria-hidden size={22} strokeWidth={1.6} />
          <p>{at('first.accountsText')}</p>
          <Button
            onPress={() => {
              setMaking(true);
            }}
          >
            {at('first.accounts')}
          </Button>
        </div>
      </div>
    </Cover>
  );
}
