import { useState } from 'react';
import { noticeError } from '../../../app/notices.ts';
import { call, useQuery, useRefusal } from '../../../host/index.ts';
import { Banner, Button, Checkbox, Panel, Stack } from '../../../ui/index.ts';
import { readableSize } from '../model.ts';
import { bt } from '../texts.ts';
import { AnchorSettings } from './AnchorSettings.tsx';
import { FolderField } from './FolderField.tsx';
import './backup.css';

const jobEvents = ['jobs.changed'] as const;

/** A backup on request, where the last one is, and the anchor that is kept elsewhere. */
export function BackupSettings() {
  return (
    <>
      <Panel title={bt('title')}>
        <Stack>
          <p className="backup__text">{bt('text')}</p>
          <LastBackup />
          <NewBackup />
        </Stack>
      </Panel>
      <AnchorSettings />
    </>
  );
}

function LastBackup() {
  const { data: last } = useQuery('backup.last', {}, { refreshOn: jobEvents });
  if (last === undefined) return null;
  if (last === null) return <p>{bt('none')}</p>;
  const { createdAt, fileCount: files, byteCount, folder, trailProblem } = last;
  const when = new Date(createdAt).toLocaleString('sv-SE').slice(0, 16);
  return (
    <>
      <p>{bt('last', { when, files, size: readableSize(byteCount), folder })}</p>
      {trailProblem !== null && <Banner tone="danger">{bt('fault', { problem: trailProblem })}</Banner>}
    </>
  );
}

function NewBackup() {
  const [into, setInto] = useState('');
  const [withKeys, setWithKeys] = useState(true);
  const refusal = useRefusal('backup.start');
  const { data: jobs } = useQuery('jobs.list', {}, { refreshOn: jobEvents });
  const isRunning = jobs?.some(({ kind, state }) => kind === 'backup' && state === 'running') ?? false;
  return (
    <>
      <form
        className="backup__folder"
        onSubmit={(event) => {
          event.preventDefault();
          call('backup.start', { into: into.trim(), withKeys }).catch(noticeError);
        }}
      >
        <FolderField label={bt('into')} hint={bt('intoHint')} value={into} onChange={setInto} />
        <Button type="submit" variant="primary" isDisabled={into.trim() === '' || isRunning || refusal !== null}>
          {bt('start')}
        </Button>
      </form>
      <div>
        <Checkbox isSelected={withKeys} onChange={setWithKeys}>
          {bt('withKeys')}
        </Checkbox>
        <p className="backup__text">{bt('withKeysHint')}</p>
      </div>
      {refusal !== null && <p className="backup__text">{refusal}</p>}
    </>
  );
}
