import { Sigma, TriangleAlert } from 'lucide-react';
import { t } from '../../../i18n/index.ts';
import { ToolButton } from '../../../ui/index.ts';
import type { Cell } from '../model.ts';

/** One number of a table, with the reason when it is missing or implausible and, when asked for, the formulas it came from. */
export function ValueCell({ cell, formulas }: { readonly cell: Cell | null; readonly formulas: boolean }) {
  if (!cell) return <td className="ui-align-end results__none">–</td>;
  const list = cell.formulas.join(', ');
  return (
    <td className={`ui-align-end results__cell results__cell--${cell.tone}`}>
      <span className="results__number" title={list === '' ? undefined : t('results.formulas', { list })}>
        {cell.text}
      </span>
      {cell.note !== null && (
        <span className="results__note">
          {cell.tone === 'check' && <TriangleAlert aria-hidden size={12} />}
          {cell.note}
        </span>
      )}
      {formulas && list !== '' && <span className="results__note results__note--formula">{list}</span>}
    </td>
  );
}

/** Shows under every number of a table how it was computed. */
export const FormulasButton = (props: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) => (
  <ToolButton
    label={t('results.showFormulas')}
    icon={Sigma}
    showLabel
    isSelected={props.isOn}
    onChange={props.onChange}
  />
);
