import { useState } from 'react';
import { noticeError } from '../../../app/notices.ts';
import { call, useQuery, useRefusal } from '../../../host/index.ts';
import { Button, Panel, Stack } from '../../../ui/index.ts';
import { bt } from '../texts.ts';
import { FolderField } from './FolderField.tsx';

const settingsEvents = ['settings.changed'] as const;
const stateTexts = { none: 'anchorNone', written: 'anchorWritten', behind: 'anchorBehind' } as const;

/** Where the end of the trail is written besides the data folder. */
export function AnchorSettings() {
  const { data: anchor } = useQuery('audit.outsideAnchor', {}, { refreshOn: settingsEvents });
  const [typed, setTyped] = useState<string | null>(null);
  const refusal = useRefusal('audit.setOutsideAnchor');
  const folder = typed ?? anchor?.folder ?? '';
  return (
    <Panel title={bt('anchorTitle')}>
      <Stack>
        <p className="backup__text">{bt('anchorText')}</p>
        <form
          className="backup__folder"
          onSubmit={(event) => {
            event.preventDefault();
            call('audit.setOutsideAnchor', { folder: folder.trim() === '' ? null : folder.trim() })
              .then(() => {
                setTyped(null);
              })
              .catch(noticeError);
          }}
        >
          <FolderField
            label={bt('anchorFolder')}
            {...(anchor && { hint: bt(stateTexts[anchor.state]) })}
            value={folder}
            onChange={setTyped}
          />
          <Button type="submit" isDisabled={refusal !== null || folder.trim() === (anchor?.folder ?? '')}>
            {bt('anchorSave')}
          </Button>
        </form>
        {refusal !== null && <p className="backup__text">{refusal}</p>}
      </Stack>
    </Panel>
  );
}
