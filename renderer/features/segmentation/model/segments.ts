/** What a person draws and sees: three segments over the labels of the partition, how they look and which comes next. */
import type { Colour, OverlayStyle } from '../../../imaging/index.ts';
import { Label, LABEL_COUNT, type LabelCounts, type SegmentName } from '../../../../electron/core/domain/labels.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';

export interface SegmentLook {
  readonly visible: boolean;
}
export type SegmentLooks = Readonly<Record<SegmentName, SegmentLook>>;

const HIDDEN = 0;
const LIVER = 1;
const FLR = 2;
const TUMOUR = 3;
const PROPOSED = 4;

/**
 * Drawn colours; a hidden tumour looks like the liver around it, a hidden FLR like the rest of the liver.
 * @param proposed runs of the voxels of proposed lesions, which are an outline only: not part of what is subtracted.
 */
export function overlayStyle(
  looks: SegmentLooks,
  opacity: number,
  colours: Readonly<Record<SegmentName, Colour>>,
  proposed: Uint32Array = new Uint32Array(),
): OverlayStyle {
  const { liver, flr, tumour } = looks;
  const liverClass = liver.visible ? LIVER : HIDDEN;
  const flrClass = flr.visible ? FLR : liverClass;
  const classOfLabel = new Array<number>(LABEL_COUNT).fill(HIDDEN);
  classOfLabel[Label.resected] = liverClass;
  classOfLabel[Label.otherResected] = liverClass;
  classOfLabel[Label.flr] = flrClass;
  classOfLabel[Label.otherFlr] = flrClass;
  classOfLabel[Label.tumourResected] = tumour.visible ? TUMOUR : liverClass;
  classOfLabel[Label.tumourFlr] = tumour.visible ? TUMOUR : flrClass;
  const drawn = (colour: Colour): OverlayStyle['classes'][number] => ({ colour, fill: opacity, outline: 1 });
  return {
    classes: [
      { colour: [0, 0, 0], fill: 0, outline: 0 },
      drawn(colours.liver),
      drawn(colours.flr),
      drawn(colours.tumour),
      { colour: colours.tumour, fill: 0, outline: 1 },
    ],
    classOfLabel,
    ...(proposed.length > 0 && { patch: { of: TUMOUR, shownAs: PROPOSED, runs: proposed } }),
  };
}

/** How far a segment is: nothing of it, a result that waits to be applied, tumours that nobody has confirmed, or drawn. */
export type SegmentStanding = 'empty' | 'preview' | 'proposed' | 'drawn';

/** @param proposed tumours that are not confirmed */
export function standingOf(
  name: SegmentName,
  counts: LabelCounts,
  previewed: SegmentName | null,
  proposed: number,
): SegmentStanding {
  if (previewed === name) return 'preview';
  if (!isStepDone(name, counts)) return 'empty';
  return name === 'tumour' && proposed > 0 ? 'proposed' : 'drawn';
}

export const guideSteps = ['liver', 'tumour', 'flr', 'check', 'sign'] as const;
export type GuideStep = (typeof guideSteps)[number];

/** The first step that isn't done. Tumours are optional: they count as passed once the liver is divided. */
export function nextStep(counts: LabelCounts): GuideStep {
  if (voxelsOf('tlv', counts) === 0) return 'liver';
  if (voxelsOf('flr', counts) > 0) return 'check';
  return voxelsOf('tumour', counts) === 0 ? 'tumour' : 'flr';
}

/** The step after this one; null after the last. */
export const stepAfter = (step: GuideStep): GuideStep | null => guideSteps[guideSteps.indexOf(step) + 1] ?? null;

/** Whether what the step is for is drawn; the last two are looked at, not drawn. */
export function isStepDone(step: GuideStep, counts: LabelCounts): boolean {
  switch (step) {
    case 'liver':
      return voxelsOf('tlv', counts) > 0;
    case 'tumour':
      return voxelsOf('tumour', counts) > 0;
    case 'flr':
      return voxelsOf('flr', counts) > 0;
    case 'check':
    case 'sign':
      return false;
  }
}
