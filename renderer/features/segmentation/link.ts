/** What follows the store while a series is open. */
import type { Stage } from '../../imaging/index.ts';
import { followChecks } from './actions/checks.ts';
import { followAwaited } from './actions/awaited.ts';
import { followStrokes } from './actions/keep.ts';
import { followLesions } from './actions/lesions.ts';
import { linkStage } from './stageLink.ts';

/** Returns how to stop. */
export function link(stage: Stage): () => void {
  const stops = [linkStage(stage), followChecks(), followStrokes(), followLesions(), followAwaited()];
  return () => {
    for (const stop of stops) stop();
  };
}
