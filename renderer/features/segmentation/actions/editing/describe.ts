/** Names and parameters of edits, as the history and the revisions have them. */
import type { RevisionAction } from '../../../../../electron/core/contract/segmentation.ts';
import type { EditOperation, Masking } from '../../../../../wasm/kernels/index.ts';
import { isLimiting } from '../../model/masking.ts';
import { inSentence } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';

type Titled = Omit<RevisionAction, 'parameters'> & Pick<RevisionAction, 'parameters'>;

/** "inside liver, 85 to 140 HU", or nothing where the masking holds nothing off. */
export function whereText({ area, huRange, paintOver, locked }: Masking): string {
  const parts = [
    area.kind === 'everywhere' ? '' : tt(`masking.${area.kind}`, { segment: inSentence(area.segment) }).toLowerCase(),
    huRange === null ? '' : tt('masking.suffix.hu', huRange),
    paintOver === 'anything' ? '' : tt('masking.suffix.over'),
    locked.length === 0 ? '' : tt('masking.suffix.locked', { segments: locked.map(inSentence).join(', ') }),
  ];
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .replace('flr', 'FLR');
}

/** The action with the masking in its name and parameters, where there is one. */
export function masked(action: RevisionAction, masking: Masking): RevisionAction {
  if (!isLimiting(masking)) return action;
  const { area, huRange, paintOver, locked } = masking;
  return {
    ...action,
    title: tt('action.masked', { title: action.title, where: whereText(masking) }),
    parameters: {
      ...action.parameters,
      ...(area.kind !== 'everywhere' && { area: `${area.kind} ${area.segment}` }),
      ...(huRange !== null && { lowHu: huRange.low, highHu: huRange.high }),
      ...(paintOver !== 'anything' && { paintOver }),
      ...(locked.length > 0 && { locked: locked.join(' ') }),
    },
  };
}

/** An edit of a whole segment as the history names it. */
export function actionOf(operation: Exclude<EditOperation, { kind: 'outline' | 'copySlice' }>): RevisionAction {
  const { segment, title, tool, parameters } = { segment: operation.segment, ...named(operation) };
  return { title, tool, parameters: { segment, ...parameters } };
}

function named(operation: Exclude<EditOperation, { kind: 'outline' | 'copySlice' }>): Titled {
  const segment = inSentence(operation.segment);
  switch (operation.kind) {
    case 'threshold': {
      const { low, high } = operation.range;
      const title = tt(operation.how === 'add' ? 'action.thresholdAdd' : 'action.thresholdKeep', {
        segment,
        low,
        high,
      });
      return { title, tool: 'threshold@1', parameters: { how: operation.how, fromHu: low, toHu: high } };
    }
    case 'margin': {
      const { marginMm } = operation;
      const title = tt(marginMm < 0 ? 'action.shrink' : 'action.grow', { segment, mm: Math.abs(marginMm) });
      return { title, tool: 'margin@1', parameters: { marginMm } };
    }
    case 'smooth': {
      const { radiusMm } = operation;
      return { title: tt('action.smooth', { segment, mm: radiusMm }), tool: 'smooth@1', parameters: { radiusMm } };
    }
    case 'fillHoles':
      return { title: tt('action.fillHoles', { segment }), tool: 'fill-holes@1', parameters: {} };
    case 'keepLargest':
      return { title: tt('action.keepLargest', { segment }), tool: 'keep-largest@1', parameters: {} };
    case 'removeSmall': {
      const { belowMl } = operation;
      return {
        title: tt('action.removeSmall', { segment, ml: belowMl }),
        tool: 'remove-small@1',
        parameters: { belowMl },
      };
    }
    case 'keepPiece':
      return { title: tt('action.keepPiece', { segment }), tool: 'keep-piece@1', parameters: {} };
    case 'removePiece':
      return { title: tt('action.removePiece', { segment }), tool: 'remove-piece@1', parameters: {} };
    case 'add':
    case 'subtract':
    case 'intersect': {
      const other = inSentence(operation.other);
      const parameters = { how: operation.kind, other: operation.other };
      return { title: tt(`action.${operation.kind}`, { segment, other }), tool: 'combine@1', parameters };
    }
  }
}
