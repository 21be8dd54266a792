import { Sigma, TriangleAlert } from 'lucide-react';
import { t } from '../../../i18n/index.ts';
import { ToolButton } from '../../../ui/index.ts';
import type { Cell, ShownError } from '../model.ts';

/**
 * One number of a table with its standard error, the reason when it is missing or implausible and, when asked for, its interval, inputs and
 * formulas.
 */
export function ValueCell({ cell, formulas }: { readonly cell: Cell | null; readonly formulas: boolean }) {
  if (!cell) return <td className="ui-align-end results__none">–</td>;
  const { error, inputs, tone, note } = cell;
  const list = cell.formulas.join(', ');
  const title = [
    error?.statement,
    inputs && t('results.inputs', { list: inputs }),
    list && t('results.formulas', { list }),
  ];
  return (
    <td className={`ui-align-end results__cell results__cell--${tone}`}>
      <span className="results__number" title={title.filter(Boolean).join('\n') || undefined}>
        {cell.text}
        {error && <PlusMinus error={error} />}
      </span>
      {note !== null && (
        <span className="results__note">
          {tone === 'check' && <TriangleAlert aria-hidden size={12} />}
          {note}
        </span>
      )}
      {formulas && error && (
        <span className="results__note" title={error.statement}>
          {t('results.interval', { lower: error.lower, upper: error.upper })}
        </span>
      )}
      {formulas && inputs !== '' && <span className="results__note">{t('results.inputs', { list: inputs })}</span>}
      {formulas && list !== '' && <span className="results__note results__note--formula">{list}</span>}
    </td>
  );
}

/** One standard error, quietly beside its number. */
export const PlusMinus = ({ error }: { readonly error: ShownError }) => (
  <span
    className="results__error"
    title={`${t('results.interval', { lower: error.lower, upper: error.upper })}. ${error.statement}`}
  >
    {' '}
    {t('results.plusMinus', { error: error.plusMinus })}
  </span>
);

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
