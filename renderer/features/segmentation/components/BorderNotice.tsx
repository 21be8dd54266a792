import { Scissors } from 'lucide-react';
import { useSegmentation } from '../store.ts';
import { NewsBar } from './NewsBar.tsx';

/** What stands between the bar and the views: where the drawn liver reaches the border of the volume, and what is new. */
export function BorderNotice() {
  const sentences = useSegmentation((state) => state.atBorder);
  return (
    <>
      {sentences.length > 0 && (
        <div className="seg-border" role="status">
          <Scissors aria-hidden size={15} strokeWidth={1.75} />
          <div>
            {sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      <NewsBar />
    </>
  );
}
