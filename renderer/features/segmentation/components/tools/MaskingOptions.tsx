import { useState, type KeyboardEvent as Pressed } from 'react';
import { paintOvers } from '../../../../../wasm/kernels/index.ts';
import { CommandButton } from '../../../../app/commands/index.ts';
import { Select } from '../../../../ui/index.ts';
import { setMasking, whereText } from '../../actions/editing/index.ts';
import { areaId, areaIds, areaOf, huLimits, kernelMasking } from '../../model/masking.ts';
import { useSegmentation } from '../../store.ts';
import { inSentence } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { HuSliders } from './HuSliders.tsx';

function areaName(id: string): string {
  const area = areaOf(id);
  return area.kind === 'everywhere'
    ? tt('masking.everywhere')
    : tt(`masking.${area.kind}`, { segment: inSentence(area.segment) });
}

const areas = areaIds.map((value) => ({ value, label: areaName(value) }));
const huChoices = huLimits.map((value) => ({
  value,
  label: tt(`masking.hu.${value}`),
  description: value === 'learned' ? tt('masking.hu.learnedText') : undefined,
}));
const overs = paintOvers.map((value) => ({ value, label: tt(`masking.over.${value}`) }));

/**
 * A letter typed on a closed list would choose another entry of it, unseen: the O of the outside stroke "outside of the liver". Letters
 * are keys of tools here, also while the list that was set last has the focus.
 */
function passLetters(event: Pressed<HTMLElement>): void {
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
  // The opened list is elsewhere in the page: there letters look for an entry.
  if (!isLetter || !event.currentTarget.contains(event.target as Node)) return;
  event.preventDefault();
  event.stopPropagation();
  window.dispatchEvent(new KeyboardEvent('keydown', event.nativeEvent));
}

/** One setting for all editing tools. */
export function MaskingOptions() {
  /** null: nobody opened or closed it. */
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const setting = useSegmentation((state) => state.masking);
  const takesRange = useSegmentation((state) => state.tool === 'threshold');
  const shown = isOpen ?? takesRange;
  const { area, huLimit, range, paintOver } = setting;
  const masking = kernelMasking(setting);
  const where = [whereText(masking), huLimit === 'learned' ? tt('masking.learned') : ''].filter((part) => part !== '');
  const limits = where.length > 0;
  return (
    <details className="seg-block tool-masking" aria-label={tt('masking.title')} data-limiting={limits} open={shown}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          setOpen(!shown);
        }}
      >
        {tt('masking.draws')} <strong>{limits ? where.join(', ') : tt('masking.everywhere').toLowerCase()}</strong>
      </summary>
      <div className="tool-masking__rows" onKeyDownCapture={passLetters}>
        <Select
          label={tt('masking.area')}
          value={areaId(area)}
          options={areas}
          onChange={(id) => {
            setMasking({ area: areaOf(id) });
          }}
        />
        <Select
          label={tt('masking.hu')}
          value={huLimit}
          options={huChoices}
          onChange={(limit) => {
            setMasking({ huLimit: limit });
          }}
        />
        {huLimit === 'given' && (
          <HuSliders
            range={range}
            onChange={(changed) => {
              setMasking({ range: changed });
            }}
          />
        )}
        <Select
          label={tt('masking.over')}
          value={paintOver}
          options={overs}
          onChange={(over) => {
            setMasking({ paintOver: over });
          }}
        />
        {limits && <CommandButton id="segment.resetMasking" variant="quiet" size="sm" />}
      </div>
    </details>
  );
}
