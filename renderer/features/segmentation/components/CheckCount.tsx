import { goToStep } from '../actions/index.ts';
import { useChecks } from '../checks.ts';
import { ft } from '../flowTexts.ts';

/** Beside the numbers: how many things are to be looked at; leads to their list. */
export function CheckCount() {
  const checks = useChecks();
  if (checks === null || checks.length === 0 || checks[0]?.kind === 'noLiver') return null;
  return (
    <button
      type="button"
      className="flow-check-count"
      data-checks={checks.length}
      onClick={() => {
        goToStep('check');
      }}
    >
      {ft('check.count', { count: checks.length })}
    </button>
  );
}
