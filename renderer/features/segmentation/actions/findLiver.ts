/** The liver without any stroke, and the way through the places where it was a close decision. */
import { doubtsOf } from '../model/doubtful.ts';
import { session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { ft } from '../flowTexts.ts';
import { perform } from './tasks.ts';

export function findLiver(): Promise<boolean> {
  useSegmentation.setState({ step: 'liver' });
  return perform({
    kind: 'findLiver',
    segment: 'liver',
    title: ft('busy.findLiver'),
    run: async ({ tasks, volume: { hu, geometry, labels }, drawing }, options) => {
      const input = { hu, geometry, labels, cut: drawing.cut };
      const { box, confidence } = await tasks.run('growLiverAutomatically', input, options);
      const parameters = { confidencePct: Math.round(100 * confidence.overall) };
      return {
        box,
        action: { title: ft('action.findLiver'), tool: 'find-liver@1', parameters },
        shows: { certainty: { ...doubtsOf(confidence), at: -1, seen: 0, shown: true } },
      };
    },
  });
}

export function toggleDoubtful(): void {
  const { certainty } = useSegmentation.getState();
  if (certainty !== null) useSegmentation.setState({ certainty: { ...certainty, shown: !certainty.shown } });
}

/** All views go to the next place, the largest first, and round again. */
export function nextDoubtful(): void {
  const { certainty } = useSegmentation.getState();
  if (certainty === null || certainty.places.length === 0) return;
  const at = (certainty.at + 1) % certainty.places.length;
  useSegmentation.setState({ certainty: { ...certainty, at, seen: Math.max(certainty.seen, at + 1), shown: true } });
  session()?.stage.goTo(certainty.places[at]!.pointMm);
}
