import type { AuditEntry } from '../../../../electron/core/contract/audit.ts';
import { changeName, entryTime, inWords } from '../model.ts';
import { at } from '../texts.ts';
import { Changes } from './Changes.tsx';

export function Entries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    <table className="ui-table audit">
      <thead>
        <tr>
          <th scope="col" className="ui-align-end">
            {at('number')}
          </th>
          <th scope="col">{at('when')}</th>
          <th scope="col">{at('who')}</th>
          <th scope="col">{at('what')}</th>
          <th scope="col">{at('change')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.sequence}>
            <td className="ui-align-end">{entry.sequence}</td>
            <td className="audit__line">{entryTime(entry)}</td>
            <td className="audit__line">
              {entry.user}
              {entry.role !== 'none' && <div className="audit__role">{inWords(entry.role)}</div>}
            </td>
            <td className="audit__line">{changeName(entry)}</td>
            <td className="audit__change">
              <Changes entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
