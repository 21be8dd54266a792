import { EyeOff } from 'lucide-react';
import { Fragment } from 'react';
import { CommandTool, isMac, showKey, useCommandList } from '../../../app/commands/index.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Page, Panel, Stack } from '../../../ui/index.ts';
import { shortcutGroups } from '../model.ts';
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
        <dt>{t('settings.accounts')}</dt>
        <dd>{t('settings.accountsNone')}</dd>
        <dt>{t('settings.platform')}</dt>
        <dd>{info?.platform}</dd>
      </dl>
    </Panel>
  );
}

function Shortcuts() {
  const groups = shortcutGroups(useCommandList());
  return (
    <Panel title={t('settings.shortcuts')}>
      <p className="settings__text">{t('settings.shortcutsHint')}</p>
      <table className="settings__keys">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('settings.command')}</th>
            <th scope="col">{t('settings.keys')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ group, entries }) => (
            <Fragment key={group}>
              <tr>
                <th scope="colgroup" colSpan={2}>
                  {group}
                </th>
              </tr>
              {entries.map(({ id, title, keys }) => (
                <tr key={id}>
                  <td>{title}</td>
                  <td>
                    {keys.map((key) => (
                      <kbd key={key}>{showKey(key, isMac())}</kbd>
                    ))}
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
