import { ScanSearch } from 'lucide-react';
import { CommandButton, CommandTool } from '../../../app/commands/index.ts';
import { isSeen, sureness } from '../model/doubtful.ts';
import { ft } from '../flowTexts.ts';
import { useSegmentation } from '../store.ts';

/** How sure the found liver is, and the way through the places where it isn't. */
export function GuideCertainty() {
  const certainty = useSegmentation((state) => state.certainty);
  if (certainty === null) return null;
  const { overall, places, at } = certainty;
  const percent = Math.round(100 * overall);
  return (
    <div className={`flow-certainty flow-certainty--${sureness(overall)}`}>
      <p className="flow-certainty__head">
        <strong>{ft(`certainty.${sureness(overall)}`)}</strong>
        <span data-confidence={percent}>{ft('certainty.overall', { percent })}</span>
        {places.length > 0 && <CommandTool id="segment.showDoubtful" icon={ScanSearch} />}
      </p>
      {places.length === 0 ? (
        <p className="seg-hint">{ft('certainty.none')}</p>
      ) : (
        <>
          <p className="seg-hint">
            {at < 0
              ? ft('certainty.places', { count: places.length })
              : ft('certainty.place', {
                  number: at + 1,
                  count: places.length,
                  volume: places[at]!.volumeMl.toFixed(0),
                })}
          </p>
          <div className="seg-buttons">
            <CommandButton id="segment.nextDoubtful" variant={isSeen(certainty) ? 'secondary' : 'primary'} size="sm" />
          </div>
        </>
      )}
    </div>
  );
}
