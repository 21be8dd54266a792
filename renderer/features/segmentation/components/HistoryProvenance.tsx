import { useMemo } from 'react';
import { provenanceOf, type SegmentProvenance } from '../../../../electron/core/domain/provenance.ts';
import { Disclosure } from '../../../ui/index.ts';
import { ft } from '../flowTexts.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';

const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  return whole < 60
    ? ft('provenance.seconds', { seconds: whole })
    : ft('provenance.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
};

/** How each segment was made, from the stored revisions of all sessions. */
export function HistoryProvenance() {
  const stored = useSegmentation((state) => state.stored);
  const { segments, workingSeconds } = useMemo(() => provenanceOf(stored), [stored]);
  if (segments.length === 0) return null;
  return (
    <Disclosure summary={ft('provenance.title', { duration: duration(workingSeconds) })}>
      <dl className="flow-provenance" title={ft('provenance.idle')}>
        {segments.map((each) => (
          <Made key={each.segment} {...each} />
        ))}
      </dl>
    </Disclosure>
  );
}

function Made({ segment, tools, strokes, edits, workingSeconds }: SegmentProvenance) {
  const parts = [
    ...(strokes > 0 ? [ft('provenance.strokes', { count: strokes })] : []),
    ...(edits > 0 ? [ft('provenance.edits', { count: edits })] : []),
    duration(workingSeconds),
  ];
  return (
    <div data-provenance={segment}>
      <dt>
        {t(`segment.${segment}`)} <span>{parts.join(' · ')}</span>
      </dt>
      <dd>{tools.map(({ tool, count }) => (count > 1 ? `${tool} ×${count}` : tool)).join(', ')}</dd>
    </div>
  );
}
