import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Check } from '../../../../electron/core/domain/checks.ts';
import { Button } from '../../../ui/index.ts';
import { goToCheck, mend } from '../actions/index.ts';
import { ft } from '../flowTexts.ts';
import { useChecks } from '../checks.ts';
import { useSegmentation } from '../store.ts';

/** What a reader should look at before the numbers are used; each leads to its place. */
export function CheckList() {
  const checks = useChecks();
  if (checks === null) return <p className="seg-guide__text">{ft('check.running')}</p>;
  if (checks.length === 0)
    return (
      <p className="seg-guide__text flow-checks__fine">
        <CircleCheck aria-hidden size={15} /> {ft('check.fine')}
      </p>
    );
  return (
    <>
      <p className="seg-guide__text">{ft('guide.check')}</p>
      <ul className="flow-checks">
        {checks.map((check) => (
          <Row key={check.sentence} check={check} />
        ))}
      </ul>
    </>
  );
}

function Row({ check }: { readonly check: Check }) {
  const busy = useSegmentation((state) => state.busy !== null);
  const { sentence, placeMm, repair } = check;
  return (
    <li data-check={check.kind}>
      <TriangleAlert aria-hidden size={14} />
      <div>
        <p>{sentence}</p>
        {(placeMm !== null || repair !== null) && (
          <div className="seg-buttons">
            {placeMm !== null && (
              <Button
                size="sm"
                onPress={() => {
                  goToCheck(check);
                }}
              >
                {ft('check.go')}
              </Button>
            )}
            {repair !== null && (
              <Button size="sm" variant="quiet" isDisabled={busy} onPress={() => void mend(repair)}>
                {ft(`check.${repair.kind}`)}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
