import { TriangleAlert, X } from 'lucide-react';
import { commands, shortcutOf } from '../../../app/commands/index.ts';
import { Button, IconButton, ProgressBar } from '../../../ui/index.ts';
import { cancelTask, dismissProblem, dropAwaited } from '../actions/index.ts';
import { ft } from '../flowTexts.ts';
import { useSegmentation } from '../store.ts';
import { PreviewBar } from './PreviewBar.tsx';
import { SaveBanner } from './SaveStatus.tsx';
import '../news.css';

/**
 * What waits, what runs, what came of it and what went wrong, in one place: over the top of the views, where a person who draws looks
 * anyway. The views keep their places.
 */
export function NewsBar({ onReload }: { readonly onReload: () => void }) {
  const isRunning = useSegmentation(({ busy, preview }) => busy !== null && !(busy.isLive && preview !== null));
  return (
    <div className="flow-hang">
      <div className="flow-news">
        <SaveBanner onReload={onReload} />
        <Awaited />
        {isRunning ? <Running /> : <PreviewBar />}
        <Problem />
      </div>
    </div>
  );
}

function Awaited() {
  const awaited = useSegmentation((state) => state.awaited);
  if (awaited.length === 0) return null;
  const what = awaited.map((id) => commands.state(id)?.title ?? id).join(', ');
  return (
    <div className="flow-running" role="status" data-awaited="">
      <span>{ft('awaited.title', { what })}</span>
      <Button size="sm" onPress={dropAwaited}>
        {ft('preview.cancel')} <kbd>{shortcutOf('segment.cancel')}</kbd>
      </Button>
    </div>
  );
}

function Running() {
  const busy = useSegmentation((state) => state.busy);
  if (busy === null) return null;
  return (
    <div className="flow-running" role="status" data-running="">
      <ProgressBar label={busy.title} fraction={busy.fraction} detail={`${Math.round(busy.fraction * 100)} %`} />
      <Button size="sm" onPress={cancelTask}>
        {ft('preview.cancel')} <kbd>{shortcutOf('segment.cancel')}</kbd>
      </Button>
    </div>
  );
}

function Problem() {
  const problem = useSegmentation((state) => state.problem);
  if (problem === null) return null;
  return (
    <div className="flow-problem" role="alert">
      <TriangleAlert aria-hidden size={15} strokeWidth={1.75} />
      <span>{problem}</span>
      <IconButton label={ft('problem.dismiss')} icon={X} size="sm" onPress={dismissProblem} />
    </div>
  );
}
