import { Fragment } from 'react';
import { isMac, showKey, useCommandList } from '../../../app/commands/index.ts';
import { t } from '../../../i18n/index.ts';
import { shortcutGroups } from '../model.ts';
import './settings.css';

/** The keys of all commands that are offered now. */
export function ShortcutList() {
  const groups = shortcutGroups(useCommandList());
  return (
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
  );
}
