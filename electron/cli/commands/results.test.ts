/** The numbers by command line: masks of exactly the volumes of the literature's cases, and what `remnant result` prints of them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { remnant } from '../../../tests/cli/remnant.ts';
import {
  addBodies,
  addMeasuredSubject,
  bodies,
  bodySurfaces,
  dateOf,
  longitudinal,
  type MeasuredSubject,
} from '../../../tests/host/measuredSubjects.ts';
import { addSeries, openStore, temporaryFolder } from '../../../tests/host/support.ts';
import type { Growth, Result, ResultValue, SubjectResults } from '../../core/contract/results.ts';
import type { Vec3, VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../../host/context.ts';
import { storeRevision } from '../../host/segmentation/revisions.ts';
import { openSegmentation } from '../../host/segmentation/segmentations.ts';
import { addSubject, setTimePoint } from '../../host/trial/index.ts';

/** A data folder with these subjects, closed again. */
async function folderWith(subjects: readonly MeasuredSubject[]): Promise<string> {
  const folder = temporaryFolder();
  const store = openStore(folder);
  for (const each of subjects) await addMeasuredSubject(store.context, each);
  await store.close();
  return folder;
}

async function run<T>(folder: string, ...args: string[]): Promise<T> {
  const ran = await remnant(...args, '--data', folder, '--json');
  expect(ran.code, ran.err).toBe(0);
  return ran.json() as T;
}

const find = (values: readonly ResultValue[], quantity: string): ResultValue => {
  const found = values.find((value) => value.quantity === quantity);
  if (!found) throw new Error(`${quantity} is not among the values`);
  return found;
};
const near = (values: readonly ResultValue[], expected: Readonly<Record<string, number>>): void => {
  for (const [quantity, number] of Object.entries(expected)) {
    const { value } = find(values, quantity);
    expect(Math.abs(value! - number), `${quantity} is ${String(value)}`).toBeLessThan(1e-4);
  }
};
const outcomeOf = ({ verdicts }: Result, criterion: string) =>
  verdicts.find((verdict) => verdict.criterion === criterion)?.outcome;

test('remnant result prints the longitudinal case: volumes, ratios, growth, intervals and verdicts', async () => {
  const folder = await folderWith([longitudinal]);
  const { results, growth } = await run<SubjectResults>(folder, 'result', 'NL01-001');
  const ratios = [
    {
      tlv: 1800,
      tumour: 200,
      flr: 400,
      flr_pct_total: 22.2222,
      flr_pct_functional: 25,
      sflr_pct: 23.4645,
      flr_bw_pct: 0.5,
    },
    {
      tlv: 1850,
      tumour: 205,
      flr: 500,
      flr_pct_total: 27.027,
      flr_pct_functional: 30.3951,
      sflr_pct: 29.3307,
      flr_bw_pct: 0.625,
    },
    {
      tlv: 1820,
      tumour: 210,
      flr: 580,
      flr_pct_total: 31.8681,
      flr_pct_functional: 36.0248,
      sflr_pct: 34.0236,
      flr_bw_pct: 0.725,
    },
  ];
  results.forEach(({ values }, at) => {
    near(values, ratios[at]!);
    near(values, { telv: 1704.69986, bsa: 1.972027 });
    for (const { value, uncertainty, quantity } of values)
      expect(uncertainty === null, quantity).toBe(value === null || value === 0);
  });
  const [week1, week3, between] = growth as [Growth, Growth, Growth];
  near(week1.values, {
    dh_sflr_points: 5.8661,
    kgr_sflr_initial: 5.1329,
    dh_flr_points: 5.3951,
    kgr_flr_interval: 4.7207,
    rel_growth_pct: 25,
    growth_ml_day: 12.5,
  });
  near(week3.values, {
    dh_sflr_points: 10.559,
    kgr_interval: 3.3597,
    dh_flr_points: 11.0248,
    kgr_flr_interval: 3.5079,
    rel_growth_pct: 45,
    growth_ml_day: 8.1818,
  });
  near(between.values, { kgr_interval: 2.3465 });
  expect(growth.map(({ embolisation, statement }) => [embolisation?.kind, embolisation?.date, statement])).toEqual([
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 8 days before the second CT.`],
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 22 days before the second CT.`],
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 22 days before the second CT.`],
  ]);
  // At day 8 the trial's ratio passes 30 and standardised FLR does not.
  expect(outcomeOf(results[1]!, 'resection_flr')).toBe('met');
  const verdict = results[1]!.verdicts.find(({ criterion }) => criterion === 'resection_flr')!;
  expect(verdict.statement).toContain('FLR / (total liver - tumour) is 30.4 %');
  expect(verdict.crossesLimit).toBe(true);
  // By the remnant's 4.2 % alone; height and weight, which both CTs share, add next to nothing.
  const byRemnant = (0.042 * Math.hypot(23.4645, 29.3307)) / (8 / 7);
  expect(find(week1.values, 'kgr_sflr_initial').uncertainty?.standardError).toBeCloseTo(byRemnant, 2);
}, 180_000);

describe('boundaries', () => {
  const single = (code: string, tlv: number, tumour: number, flr: number): MeasuredSubject => ({
    code,
    cts: [{ day: 8, kind: 'w1', volumes: [tlv, tumour, flr] }],
  });

  test('30 % is inclusive and unrounded, and no printed value contradicts its verdict', async () => {
    const folder = await folderWith([
      single('NL01-011', 1600, 100, 450),
      single('NL01-012', 1600, 100, 449.9),
      single('NL01-013', 1600, 100, 449.25),
      single('NL01-014', 1800, 300, 430),
    ]);
    const expected = [
      ['NL01-011', 30, '30.0', 'met'],
      ['NL01-012', 29.993333, '29.99', 'not_met'],
      ['NL01-013', 29.95, '29.9', 'not_met'],
      ['NL01-014', 28.666667, '28.7', 'not_met'],
    ] as const;
    for (const [code, ratio, printed, outcome] of expected) {
      const { results } = await run<SubjectResults>(folder, 'result', code);
      const found = find(results[0]!.values, 'flr_pct_functional');
      expect(found.value).toBeCloseTo(ratio, 5);
      expect([found.printed, outcomeOf(results[0]!, 'resection_flr')]).toEqual([printed, outcome]);
      const sflr = find(results[0]!.values, 'sflr_pct');
      expect([sflr.value, sflr.reason]).toEqual([
        null,
        'Height and weight are missing: none are recorded for this subject.',
      ]);
    }
  }, 240_000);

  test('function is strict: 2.6977 passes 2.67, 2.6785 passes it too, 2.66 and exactly 2.67 fail', async () => {
    const withTest = (
      code: string,
      body: readonly [number, number],
      uptakePctPerMin: number,
      flrSharePct: number,
    ): MeasuredSubject => ({
      ...single(code, 1600, 100, 400),
      body,
      functionTests: [{ day: 8, uptakePctPerMin, flrSharePct }],
    });
    // 144 cm and 100 kg have a body surface of exactly 2 m2.
    const folder = await folderWith([
      withTest('NL01-021', [175, 80], 14, 38),
      withTest('NL01-022', [175, 80], 13.9, 38),
      withTest('NL01-023', [144, 100], 15.2, 35),
      withTest('NL01-024', [144, 100], 26.7, 20),
    ]);
    const expected = [
      ['NL01-021', 2.697732, 'met'],
      ['NL01-022', 2.678462, 'met'],
      ['NL01-023', 2.66, 'not_met'],
      ['NL01-024', 2.67, 'not_met'],
    ] as const;
    for (const [code, value, outcome] of expected) {
      const { results } = await run<SubjectResults>(folder, 'result', code);
      near(results[0]!.values, { flr_function: value });
      expect(outcomeOf(results[0]!, 'resection_function'), code).toBe(outcome);
    }
  }, 240_000);

  test('another trial judges the same volumes by its own file', async () => {
    const cirrhotic = { ...single('NL01-031', 1600, 100, 600), liverQuality: 'cirrhosis' as const };
    const folder = await folderWith([
      { ...cirrhotic, protocolId: 'dragon-plc' },
      { ...cirrhotic, code: 'NL01-032' },
    ]);
    const outcomes = [];
    for (const code of ['NL01-031', 'NL01-032']) {
      const { results } = await run<SubjectResults>(folder, 'result', code);
      outcomes.push([results[0]!.protocolId, outcomeOf(results[0]!, 'resection_flr')]);
    }
    expect(outcomes).toEqual([
      ['dragon-plc', 'not_met'],
      ['dragon2', 'met'],
    ]);
  }, 180_000);
});

test('the standard liver volume of every body, by every formula that a protocol chooses', async () => {
  const folder = temporaryFolder();
  const file = new URL('../../../resources/protocols/dragon2.json', import.meta.url);
  const dragon2 = JSON.parse(readFileSync(file, 'utf8')) as { formulas: object };
  const choices = (['VAUTHEY2002_BSA', 'URATA1995'] as const).flatMap((telv) =>
    bodySurfaces.map((bodySurface, column) => ({
      telv,
      bodySurface,
      column,
      id: `${telv}-${bodySurface}`.toLowerCase().replaceAll('_', '-'),
    })),
  );
  mkdirSync(join(folder, 'protocols'));
  for (const { telv, bodySurface, id } of choices) {
    const own = { ...dragon2, id, formulas: { ...dragon2.formulas, telv, bodySurface } };
    writeFileSync(join(folder, 'protocols', `${id}.json`), JSON.stringify(own));
  }
  const store = openStore(folder);
  for (const [at, { id }] of choices.entries())
    await addBodies(store.context, { code: `NL01-04${at}`, protocolId: id });
  await store.close();
  for (const [at, { telv, column }] of choices.entries()) {
    const { results } = await run<SubjectResults>(folder, 'result', `NL01-04${at}`);
    const printed = results.map(({ values }) => find(values, 'telv'));
    for (const [row, body] of bodies.entries())
      expect(Math.abs(printed[row]!.value! - body[telv][column]!), `${telv} ${String(body.body)}`).toBeLessThan(1e-3);
    expect(printed[0]!.formulas.join(' ')).toContain(telv);
  }
}, 180_000);

describe('volumes of voxels', () => {
  const oblique = { i: [0.8, 0.6, 0], j: [-0.6, 0.8, 0], k: [0, 0, 1] } as const;
  const straight = { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] } as const;

  /** A CT of a subject of its own, whose voxels inside are liver. */
  async function addShape(
    context: HostContext,
    code: string,
    geometry: VolumeGeometry,
    isInside: (fromCentreMm: Vec3) => boolean,
  ): Promise<void> {
    const { dims, spacingMm } = geometry;
    const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
    const fromCentre = (index: number, axis: 0 | 1 | 2) => (index - (dims[axis] - 1) / 2) * spacingMm[axis];
    for (let at = 0, z = 0; z < dims[2]; z++)
      for (let y = 0; y < dims[1]; y++)
        for (let x = 0; x < dims[0]; x++, at++)
          labels[at] = isInside([fromCentre(x, 0), fromCentre(y, 1), fromCentre(z, 2)]) ? 1 : 0;
    const seriesId = addSeries(context, { geometry, acquisitionDate: dateOf(0) });
    const { id: subjectId } = addSubject(context, { code, sex: 'male', liverQuality: 'normal' });
    setTimePoint(context, { subjectId, kind: 'baseline', seriesId });
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    const action = { title: 'Test', tool: 'brush@1', parameters: {} };
    await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  }

  test('a million voxels to the digit; a sphere and an ellipsoid within half a percent, also oblique', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const grid = (dims: Vec3, spacingMm: Vec3, direction: VolumeGeometry['direction']): VolumeGeometry => ({
      dims,
      spacingMm,
      direction,
      originMm: [0, 0, 0],
    });
    const within =
      ([a, b, c]: Vec3) =>
      ([x, y, z]: Vec3): boolean =>
        (x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2 <= 1;
    const million = grid([100, 100, 100], [0.78125, 0.78125, 2.5], straight);
    await addShape(store.context, 'NL01-051', million, () => true);
    for (const [at, direction] of [straight, oblique].entries()) {
      await addShape(store.context, `NL01-06${at}`, grid([104, 104, 104], [1, 1, 1], direction), within([50, 50, 50]));
      await addShape(store.context, `NL01-07${at}`, grid([204, 144, 124], [1, 1, 1], direction), within([100, 70, 60]));
    }
    await store.close();
    const tlvOf = async (code: string): Promise<number> => {
      const { results } = await run<SubjectResults>(folder, 'result', code);
      return find(results[0]!.values, 'tlv').value!;
    };
    expect(await tlvOf('NL01-051')).toBeCloseTo(1525.8789, 4);
    for (const at of [0, 1]) {
      expect(Math.abs((await tlvOf(`NL01-06${at}`)) / 523.5988 - 1)).toBeLessThan(0.005);
      expect(Math.abs((await tlvOf(`NL01-07${at}`)) / 1759.2919 - 1)).toBeLessThan(0.005);
    }
  }, 180_000);

  test('a liver without a remnant has no ratio and no verdict, but a reason', async () => {
    const folder = await folderWith([{ code: 'NL01-081', cts: [{ day: 8, kind: 'w1', volumes: [900, 900, 0] }] }]);
    const { results } = await run<SubjectResults>(folder, 'result', 'NL01-081');
    const { value, reason } = find(results[0]!.values, 'flr_pct_functional');
    expect(value).toBeNull();
    expect(reason).toContain('not divided yet');
    expect(outcomeOf(results[0]!, 'resection_flr')).toBe('unknown');
  }, 180_000);
});

describe('remnant growth', () => {
  const twice: MeasuredSubject = {
    ...longitudinal,
    embolisations: [...longitudinal.embolisations!, { day: 12, kind: 'hve' }],
  };

  test('names a re-embolisation, counts from another one when told to, and refuses what has no weeks', async () => {
    const folder = await folderWith([twice]);
    const growth = (from: string, to: string, ...more: string[]) =>
      run<Growth>(folder, 'growth', 'NL01-001', '--from', from, '--to', to, ...more);

    const byRule = await growth('baseline', 'w3');
    expect(byRule).toMatchObject({
      embolisationChosenBy: 'rule',
      daysSinceEmbolisation: 22,
      embolisation: { kind: 'pve' },
    });
    expect(byRule.laterEmbolisations).toMatchObject([{ kind: 'hve', date: dateOf(12) }]);
    expect(byRule.statement).toContain(`there was also HVE of ${dateOf(12)}`);

    const chosen = await growth('w1', dateOf(22), '--embolisation', dateOf(12));
    expect(chosen).toMatchObject({
      embolisationChosenBy: 'person',
      daysSinceEmbolisation: 10,
      embolisation: { kind: 'hve' },
    });
    near(chosen.values, { kgr_sflr_initial: (34.02357 - 29.33067) / (10 / 7), kgr_interval: 2.3465 });

    const overBoth = await growth('baseline', 'w3', '--embolisation', dateOf(12));
    expect(find(overBoth.values, 'kgr_sflr_initial').reason).toContain(`PVE of ${dateOf(0)}`);

    const backwards = await growth('w3', 'baseline');
    expect(backwards.daysBetween).toBe(-22);
    for (const { value, reason } of backwards.values) {
      expect(value).toBeNull();
      expect(reason).toMatch(/earlier than the first|after the embolisation|on the day of the embolisation/);
    }
    const refused = await remnant('growth', 'NL01-001', '--from', 'w6', '--to', 'w1', '--data', folder);
    expect(refused.code).toBe(1);
    expect(refused.complaint).toContain('has no CT "w6"; it has: baseline');
  }, 180_000);

  test('day 0 is no day to measure growth on', async () => {
    const onTheDay: MeasuredSubject = { ...longitudinal, embolisations: [{ day: 8, kind: 'pve' }] };
    const folder = await folderWith([onTheDay]);
    const { growth } = await run<SubjectResults>(folder, 'result', 'NL01-001');
    expect(find(growth[0]!.values, 'kgr_sflr_initial').reason).toContain('was made on the day of the embolisation');
    expect(growth[0]!.daysSinceEmbolisation).toBe(0);
  }, 180_000);
});
