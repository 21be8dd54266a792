/** What is entered into a record where a test cares for the entering and not for the numbers. */
import type { Cut } from '../../electron/core/contract/common.ts';

export const measure = { date: '2026-01-01', heightCm: 170, weightKg: 70 };
export const embolisation = {
  date: '2026-01-25',
  kind: 'pve',
  portalBranches: ['right_anterior', 'right_posterior'],
  hepaticVeins: [],
  materials: ['coils'],
};
export const functionTest = { date: '2026-01-12', uptakePctPerMin: 12.5, flrSharePct: 30 };
export const outcome = { decisionDate: '2026-02-20', resectable: false, reason: 'progression' };

/** A plane that leaves something of the small grid on either side. */
export const cut: Cut = {
  surfaces: [
    {
      pointsMm: [
        [0, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
    },
  ],
  flrSide: [0, 0, 9],
};
/** Of the small grid: remnant and resected part, with nothing that a reader would have to settle. */
export const dividedLiver = (): Uint8Array => Uint8Array.from({ length: 192 }, (_, at) => (at < 60 ? 2 : 1));
export const paint = { title: 'Paint', tool: 'paint@1', parameters: {} };
