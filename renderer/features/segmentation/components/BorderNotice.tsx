import { Scissors } from 'lucide-react';
import { useSegmentation } from '../store.ts';

/** Where the drawn liver reaches the border of the volume. It stands in the bar's free space: the views must not move under a drawing hand. */
export function BorderNotice() {
  const sentences = useSegmentation((state) => state.atBorder);
  if (sentences.length === 0) return null;
  return (
    <div className="seg-border" role="status" title={sentences.join('\n')}>
      <Scissors aria-hidden size={15} strokeWidth={1.75} />
      <p>{sentences.join(' ')}</p>
    </div>
  );
}
