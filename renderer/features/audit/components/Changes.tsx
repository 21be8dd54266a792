import type { AuditEntry } from '../../../../electron/core/contract/audit.ts';
import { fieldChanges } from '../../../../electron/core/domain/auditDifference.ts';
import type { FieldChange } from '../../../../electron/core/domain/auditDifference.ts';
import { useSession } from '../../../app/session.ts';
import { inOrderOfInterest, isTreatment } from '../model.ts';
import { at } from '../texts.ts';

const SHOWN = 2;

/** What an entry changed: the first fields at once, all of them and where it came from on request. */
export function Changes({ entry }: { readonly entry: AuditEntry }) {
  const reading = useSession((session) => session.reading);
  if (reading && isTreatment(entry)) return at('hidden');
  const changes = inOrderOfInterest(fieldChanges(entry.oldValue, entry.newValue));
  return (
    <>
      {entry.reason !== null && <p className="audit__reason">{at('reason', { reason: entry.reason })}</p>}
      <ul className="audit__fields">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={change.field}>
            <span>{change.field}</span> <FromTo change={change} />
          </li>
        ))}
      </ul>
      <details className="audit__more">
        <summary>{changes.length > SHOWN ? at('more', { count: changes.length - SHOWN }) : at('details')}</summary>
        <AllFields entry={entry} changes={changes} />
      </details>
    </>
  );
}

function FromTo({ change: { before, after } }: { readonly change: FieldChange }) {
  if (before === null) return <b>{after}</b>;
  return (
    <>
      <s>{before}</s> <span aria-hidden>→</span> <b>{after ?? at('none')}</b>
    </>
  );
}

function AllFields({ entry, changes }: { readonly entry: AuditEntry; readonly changes: readonly FieldChange[] }) {
  const hasBefore = changes.some(({ before }) => before !== null);
  return (
    <>
      {changes.length > 0 && (
        <table className="audit__table">
          <thead>
            <tr>
              <th scope="col">{at('field')}</th>
              {hasBefore && <th scope="col">{at('before')}</th>}
              <th scope="col">{at('after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                {hasBefore && <td>{before ?? at('none')}</td>}
                <td>{after ?? at('none')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="audit__origin">
        <dt>{at('workstation')}</dt>
        <dd>{entry.workstation}</dd>
        <dt>{at('version')}</dt>
        <dd>{entry.version}</dd>
        <dt>{at('thing')}</dt>
        <dd>
          <code>{entry.entityId}</code>
        </dd>
        <dt>{at('hash')}</dt>
        <dd>
          <code>{entry.hash}</code>
        </dd>
      </dl>
    </>
  );
}
