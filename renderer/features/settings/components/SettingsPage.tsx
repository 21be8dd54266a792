import { EyeOff } from 'lucide-react';
import { CommandTool } from '../../../app/commands/index.ts';
import { AccountsSettings } from '../../accounts/index.ts';
import { BackupSettings } from '../../backup/index.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Page, Panel, Stack } from '../../../ui/index.ts';
import { Deidentification } from './Deidentification.tsx';
import { Models } from './Models.tsx';
import { ShortcutList } from './ShortcutList.tsx';
import './settings.css';

export function SettingsPage() {
  return (
    <Page title={t('settings.title')}>
      <Banner tone="info">{t('app.researchUse')}</Banner>
      <About />
      <Panel title={t('settings.reading')}>
        <Stack>
          <p className="settings__text">{t('settings.readingText')}</p>
          <div>
            <CommandTool id="app.reading" icon={EyeOff} showLabel />
          </div>
        </Stack>
      </Panel>
      <AccountsSettings />
      <Deidentification />
      <BackupSettings />
      <Models />
      <Shortcuts />
    </Page>
  );
}

function About() {
  const { data: info } = useQuery('app.info', {});
  return (
    <Panel title={t('settings.about')}>
      <dl className="facts">
        <dt>{t('settings.version')}</dt>
        <dd>{info && `${info.name} ${info.version}`}</dd>
        <dt>{t('settings.dataFolder')}</dt>
        <dd>
          <code>{info?.dataFolder}</code>
          <div className="settings__text">{t('settings.dataFolderHint')}</div>
        </dd>
        <dt>{t('settings.platform')}</dt>
        <dd>{info?.platform}</dd>
      </dl>
    </Panel>
  );
}

function Shortcuts() {
  return (
    <Panel title={t('settings.shortcuts')}>
      <p className="settings__text">{t('settings.shortcutsHint')}</p>
      <ShortcutList />
    </Panel>
  );
}
