import { t } from '../../../i18n/index.ts';
import type { StruckEntity } from '../store.ts';
import { CorrectedMark, EntryActions } from './EntryActions.tsx';

/** Entries of one kind that are numbers of a day: a row each, with the ways to set it right. */
export function EntryTable(props: {
  readonly subjectId: string;
  readonly entity: StruckEntity;
  /** What one entry is called; its day is added. */
  readonly name: string;
  /** Heads of the day and of each number. */
  readonly heads: readonly [date: string, ...numbers: string[]];
  readonly rows: readonly {
    readonly id: string;
    readonly date: string;
    readonly corrected: boolean;
    readonly note?: string;
    /** As many as there are heads of numbers. */
    readonly numbers: readonly string[];
  }[];
}) {
  const { subjectId, entity, name, heads, rows } = props;
  const [dateHead, ...numberHeads] = heads;
  return (
    <table className="ui-table record__measures">
      <thead>
        <tr>
          <th scope="col">{dateHead}</th>
          {numberHeads.map((head) => (
            <th key={head} scope="col" className="ui-align-end">
              {head}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('timePoint.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, date, corrected, note = '', numbers }) => (
          <tr key={id}>
            <th scope="row" title={note === '' ? undefined : note}>
              {date} <CorrectedMark isShown={corrected} />
            </th>
            {numberHeads.map((head, column) => (
              <td key={head} className="ui-align-end">
                {numbers[column]}
              </td>
            ))}
            <td>
              <EntryActions name={`${name}, ${date}`} entity={entity} subjectId={subjectId} entryId={id} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
