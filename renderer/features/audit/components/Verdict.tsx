import { Banner, ProgressBar } from '../../../ui/index.ts';
import { useAudit } from '../store.ts';
import { at } from '../texts.ts';

/** How far the verification is, and what it said in the end. */
export function Verdict() {
  const { verdict, progress } = useAudit();
  if (progress !== null) {
    const { step, done, total } = progress;
    return (
      <ProgressBar
        label={at('verifying', { step: at(`step.${step}`) })}
        fraction={total === 0 ? null : done / total}
        {...(total > 0 && { detail: `${done} / ${total}` })}
      />
    );
  }
  if (verdict === null) return null;
  const { ok, problem, entries, rows, revisions, signatures, files } = verdict;
  if (!ok)
    return (
      <Banner tone="danger" title={at('broken')}>
        {problem}
      </Banner>
    );
  return (
    <Banner tone="ok" title={at('whole')}>
      {at(files > 0 ? 'wholeText' : 'wholeWithoutFiles', { entries, rows, revisions, signatures, files })}
    </Banner>
  );
}
