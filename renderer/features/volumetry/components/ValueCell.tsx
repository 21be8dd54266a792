import { TriangleAlert } from 'lucide-react';
import { t } from '../../../i18n/index.ts';
import type { Cell } from '../model.ts';

/** One number of a table, with the reason when it is missing or implausible. */
export function ValueCell({ cell }: { readonly cell: Cell | null }) {
  if (!cell) return <td className="ui-align-end results__none">–</td>;
  return (
    <td className={`ui-align-end results__cell results__cell--${cell.tone}`}>
      <span className="results__number" title={t('results.formulas', { list: cell.formulas.join(', ') })}>
        {cell.text}
      </span>
      {cell.note !== null && (
        <span className="results__note">
          {cell.tone === 'check' && <TriangleAlert aria-hidden size={12} />}
          {cell.note}
        </span>
      )}
    </td>
  );
}
