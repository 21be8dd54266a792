import { Scissors } from 'lucide-react';
import { useSegmentation } from '../store.ts';

/** Says after each step where the drawn liver reaches the border of the volume. */
export function BorderNotice() {
  const sentences = useSegmentation((state) => state.atBorder);
  if (sentences.length === 0) return null;
  return (
    <div className="seg-border" role="status">
      <Scissors aria-hidden size={15} strokeWidth={1.75} />
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
