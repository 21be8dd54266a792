/**
 * The cases of the literature and of the trial's own rules with the numbers that they must give: the same for the command line and for the
 * window. Each trap is one of the ways in which liver volumetry goes wrong without anybody noticing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { protocol, type Protocol } from '../../electron/core/domain/protocol.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { addShapes, unrelated, type MeasuredCt, type MeasuredSubject, type Shape } from './measuredSubjects.ts';

/** The protocol that subjects have unless they say otherwise. */
export const dragon2: Protocol = protocol.parse(
  JSON.parse(readFileSync(new URL('../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);

/** Height (cm), weight (kg), and the total estimated liver volume (mL) by each formula with each body surface. */
export const bodies = [
  { body: [170, 70], VAUTHEY2002_BSA: [1509.655, 1498.997], URATA1995: [1286.355, 1280.416] },
  { body: [175, 80], VAUTHEY2002_BSA: [1704.7, 1684.466], URATA1995: [1395.045, 1383.77] },
  { body: [160, 55], VAUTHEY2002_BSA: [1186.947, 1186.57], URATA1995: [1106.524, 1106.314] },
  { body: [185, 110], VAUTHEY2002_BSA: [2218.621, 2160.405], URATA1995: [1681.431, 1648.99] },
  { body: [152, 48], VAUTHEY2002_BSA: [1009.703, 1006.96], URATA1995: [1007.754, 1006.225] },
  { body: [180, 75], VAUTHEY2002_BSA: [1659.667, 1667.162], URATA1995: [1369.95, 1374.127] },
] as const;
export const bodySurfaces = ['MOSTELLER', 'DUBOIS'] as const;

/** The reference case: 175 cm, 80 kg, embolised on day 0, measured on days 0, 8 and 22. */
export const longitudinal: MeasuredSubject = {
  code: 'NL01-001',
  body: [175, 80],
  embolisations: [{ day: 0, kind: 'pve' }],
  cts: [
    { day: 0, kind: 'baseline', volumes: [1800, 200, 400] },
    { day: 8, kind: 'w1', volumes: [1850, 205, 500] },
    { day: 22, kind: 'w3', volumes: [1820, 210, 580] },
  ],
};

/** The reference case with an HVE on day 12. */
export const embolisedTwice: MeasuredSubject = {
  ...longitudinal,
  code: 'NL01-002',
  embolisations: [...longitudinal.embolisations!, { day: 12, kind: 'hve' }],
};

/** FLR / (total liver - tumour) must be at least 30 %: unrounded, and never printed so that it contradicts its verdict. */
export const boundaries = [
  { volumes: [1600, 100, 450], ratioPct: 30, printed: '30.0', outcome: 'met' },
  { volumes: [1600, 100, 449.9], ratioPct: 29.993333, printed: '29.99', outcome: 'not_met' },
  { volumes: [1600, 100, 449.25], ratioPct: 29.95, printed: '29.9', outcome: 'not_met' },
  { volumes: [1800, 300, 430], ratioPct: 28.666667, printed: '28.7', outcome: 'not_met' },
] as const;
export const boundarySubject = unrelated('NL01-011', boundaries);

/** A liver without a remnant, and one that is all tumour: no ratio, but a reason. */
export const impossible = [
  { volumes: [900, 900, 0], reason: 'The liver is not divided yet' },
  { volumes: [900, 900, 0], parts: { tumourFlr: 300 }, reason: 'fills the whole liver' },
] as const;
export const impossibleSubject = unrelated('NL01-012', impossible);

/** More than 2.67; 144 cm and 100 kg have a body surface of exactly 2 m2. */
export const functionBoundaries = (
  [
    { body: [175, 80], test: [14, 38], value: 2.697732, printed: '2.70', outcome: 'met' },
    { body: [175, 80], test: [13.9, 38], value: 2.678462, printed: '2.68', outcome: 'met' },
    { body: [144, 100], test: [15.2, 35], value: 2.66, printed: '2.66', outcome: 'not_met' },
    { body: [144, 100], test: [26.7, 20], value: 2.67, printed: '2.67', outcome: 'not_met' },
  ] as const
).map(({ test: [uptakePctPerMin, flrSharePct], ...each }) => ({
  ...each,
  volumes: [1600, 100, 400] as const,
  functionTest: { uptakePctPerMin, flrSharePct },
}));
export const functionSubject = unrelated('NL01-013', functionBoundaries);

/** Trap 5: cut-offs are the protocol's. 40 % and 2.678 %/min/m2 in a cirrhotic liver let DRAGON 2 resect, and not DRAGON-PLC. */
export const twoTrials = (['dragon2', 'dragon-plc'] as const).map((protocolId, at): MeasuredSubject => ({
  ...unrelated(`NL01-02${at}`, [{ ...functionBoundaries[1]!, volumes: [1600, 100, 600] }]),
  protocolId,
  liverQuality: 'cirrhosis',
}));

/** Trap 6: the embolised lobe shrinks and the remnant stays as it was. */
export const shrunken: MeasuredSubject = {
  code: 'NL01-031',
  body: [175, 80],
  embolisations: [{ day: 0, kind: 'pve' }],
  cts: [
    { day: 0, kind: 'baseline', volumes: [1800, 200, 400] },
    { day: 8, kind: 'w1', volumes: [1500, 200, 400] },
  ],
};

const tumorous = { day: 8, kind: 'w1', volumes: [1800, 200, 400] } as const satisfies MeasuredCt;

/** Traps 7 and 9: every kind of tissue on both sides. Ablated and cystic tissue is neither tumour nor subtracted. */
export const everyTissue: MeasuredSubject = {
  code: 'NL01-032',
  cts: [{ ...tumorous, parts: { tumourFlr: 50, otherResected: 80, otherFlr: 20 } }],
};
/** In mL: the first four are the total. */
export const everyTissueMl = {
  flr: 400,
  resected: 1100,
  tumour: 200,
  other: 100,
  tumour_flr: 50,
  tumour_resected: 150,
  other_flr: 20,
  other_resected: 80,
} as const;

/** Trap 8: the same masks, their tumour found by an algorithm, and confirmed by a person. */
export const unconfirmed: MeasuredSubject = { code: 'NL01-033', cts: [{ ...tumorous, isProposed: true }] };
export const confirmed: MeasuredSubject = { code: 'NL01-034', cts: [tumorous] };
export const UNCONFIRMED_WARNING = '1 proposed lesion (200.0 mL) is not confirmed, so it is not subtracted as tumour.';

/** All bodies for each choice of formulas, under a protocol that makes it. */
export const bodyCases = (['VAUTHEY2002_BSA', 'URATA1995'] as const).flatMap((telv, row) =>
  bodySurfaces.map((bodySurface, column) => ({
    formulas: { telv, bodySurface },
    expectedMl: bodies.map((body) => body[telv][column]!),
    subject: {
      ...unrelated(
        `NL01-04${2 * row + column}`,
        bodies.map(({ body }) => ({ body, volumes: [1500, 100, 400] })),
      ),
      protocolId: `${telv}-${bodySurface}`.toLowerCase().replaceAll('_', '-'),
    },
  })),
);

/** What an error of the remnant alone (in %) does to the growth rate from 20 to 28 % of TELV in a week, in %/week. */
export const remnantErrors = ([1, 2, 3, 5] as const).map((cvPct, at) => ({
  subject: {
    code: `NL01-05${at}`,
    protocolId: `remnant-cv-${cvPct}`,
    body: [175, 80],
    embolisations: [{ day: 0, kind: 'pve' }],
    cts: [
      { day: 0, kind: 'baseline', volumes: [1800, 100, 340.95] },
      { day: 7, kind: 'w1', volumes: [1800, 100, 477.3] },
    ],
  } satisfies MeasuredSubject,
  cvPct,
  standardError: [0.34, 0.69, 1.03, 1.72][at]!,
}));

const none = { value: 0, source: 'test' };
const exact = {
  tlv: none,
  flr: none,
  tumour: none,
  other: none,
  height: none,
  weight: none,
  uptake: none,
  flrShare: none,
};

/** The protocols of `bodyCases` and `remnantErrors`, DRAGON 2 otherwise, where a site keeps its own. Before the folder is opened. */
export function writeCaseProtocols(dataFolder: string): void {
  const folder = join(dataFolder, 'protocols');
  mkdirSync(folder, { recursive: true });
  const own: readonly (Pick<Protocol, 'id'> & Partial<Protocol>)[] = [
    ...bodyCases.map(({ subject: { protocolId: id }, formulas }) => ({ id, formulas })),
    ...remnantErrors.map(({ subject: { protocolId: id }, cvPct }) => ({
      id,
      uncertainty: {
        cvPct: { ...exact, flr: { value: cvPct, source: 'test' } },
        correlationFlrTlv: none,
      },
    })),
  ];
  for (const each of own) writeFileSync(join(folder, `${each.id}.json`), JSON.stringify({ ...dragon2, ...each }));
}

const straight = { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] } as const;
const oblique = { i: [0.8, 0.6, 0], j: [-0.6, 0.8, 0], k: [0, 0, 1] } as const;
/** Oblique as well, and the slices run the other way. */
const reversed = { i: [0.8, 0.6, 0], j: [0.6, -0.8, 0], k: [0, 0, -1] } as const;

const grid = (dims: Vec3, spacingMm: Vec3, direction: VolumeGeometry['direction']): VolumeGeometry => ({
  dims,
  spacingMm,
  direction,
  originMm: [0, 0, 0],
});

/** An ellipsoid with these semi-axes, in voxels of 1 mm. */
const ellipsoid = ([a, b, c]: Vec3, direction: VolumeGeometry['direction']): Shape => ({
  geometry: grid([2 * a + 4, 2 * b + 4, 2 * c + 4], [1, 1, 1], direction),
  isInside: ([x, y, z]) => (x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2 <= 1,
});

/** Shapes of known volume, by the columns of one subject. */
export const shapes: readonly (Shape & { readonly volumeMl: number; readonly tolerancePct: number })[] = [
  {
    geometry: grid([100, 100, 100], [0.78125, 0.78125, 2.5], straight),
    isInside: () => true,
    volumeMl: 1525.8789,
    tolerancePct: 0.00001,
  },
  ...[straight, oblique, reversed].flatMap((direction) => [
    { ...ellipsoid([50, 50, 50], direction), volumeMl: 523.5988, tolerancePct: 0.5 },
    { ...ellipsoid([100, 70, 60], direction), volumeMl: 1759.2919, tolerancePct: 0.5 },
  ]),
];
export const SHAPES_CODE = 'NL01-061';

export const addKnownShapes = (context: HostContext): Promise<void> => addShapes(context, SHAPES_CODE, shapes);

/** All of the above but the shapes. */
export const clinicalCases: readonly MeasuredSubject[] = [
  longitudinal,
  embolisedTwice,
  boundarySubject,
  impossibleSubject,
  functionSubject,
  ...twoTrials,
  shrunken,
  everyTissue,
  unconfirmed,
  confirmed,
  ...[...bodyCases, ...remnantErrors].map(({ subject }) => subject),
];
