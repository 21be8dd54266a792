import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrastPhase, type ContrastPhase } from '../contract/library.ts';
import { proposeContrastPhase, type PhaseClues } from './contrastPhase.ts';

const propose = (clues: Partial<PhaseClues>): ReturnType<typeof proposeContrastPhase> =>
  proposeContrastPhase({
    seriesDescription: '',
    studyDescription: '',
    contrastAgent: '',
    secondsAfterBolus: null,
    ...clues,
  });

describe('descriptions of a series', () => {
  const said: Record<ContrastPhase | 'nothing', string[]> = {
    native: [
      'nativ',
      'Abd nativ 5.0 B30f',
      'NAT',
      'Leber NAT',
      'Abdomen native',
      'Abd C-',
      'ABD C- 2mm',
      'CT -C',
      'sans IV',
      'SANS INJECTION',
      'Abdo sans PDC',
      'ohne KM',
      'Abdomen ohne Kontrastmittel',
      'KM-',
      'senza mdc',
      'Basale',
      'sin contraste',
      'Abdomen sin CIV',
      'zonder contrast',
      'blanco',
      'WITHOUT CONTRAST',
      'W/O CONTRAST',
      'wo contrast',
      'NON CONTRAST',
      'non-contrast',
      'Noncontrast',
      'unenhanced',
      'Liver plain',
      'PRE CONTRAST',
      'precontrast',
      'NECT',
      'Leber_nativ_3.0',
      'no IV contrast',
      'Nativphase',
      'Liver Native 1.25mm',
    ],
    arterial: [
      'art',
      'ART',
      'Abd ART 1.5',
      'arterial',
      'Arterial Phase',
      'late arterial',
      'LATE ART',
      'early arterial',
      'Leber arteriell',
      'spätarteriell',
      'Spaetarteriell 1.0',
      'frühart. arteriell',
      'arterieel',
      'arteriële fase',
      'Artériel',
      'TEMPS ARTERIEL',
      'phase artérielle',
      'fase arteriosa',
      'arterioso',
      'fase arterial',
      'Arteriale',
      'HAP',
      'Abd_ART_1.5_I30f',
      'LiverArt',
      'ART1',
      'Abdomen 35s',
      'Art. 30 s',
      'late hepatic arterial',
    ],
    portal_venous: [
      'portal venous',
      'Portal-Venous',
      'PORTAL VENOUS PHASE',
      'PV',
      'PVP',
      'LIVER PV 2.5',
      'ven',
      'Abd VEN',
      'venous',
      'venös',
      'Leber venoes',
      'portalvenös',
      'PORTALVENOES',
      'portalven',
      'portalven.',
      'port.ven',
      'portovenous',
      'Portaal veneus',
      'veneuze fase',
      'TEMPS PORTAL',
      'porto-veineux',
      'veineux',
      'fase portale',
      'portale',
      'venosa',
      'fase venosa',
      'portovenosa',
      'venoso',
      'Abdomen 70s',
      'Abd 70 sec',
      '80s PV',
      'delay 70s',
      'late portal venous',
      'Abd mit KM venös',
      'C+ portal',
      'Portal venous 2.5 mm',
      'Thorax/Abdomen ven. 5.0 B30s',
    ],
    delayed: [
      'delayed',
      'DELAY',
      'Delayed Phase',
      'late',
      'late phase',
      'LATE VENOUS',
      'Spätphase',
      'spaet',
      'spätvenös',
      'laat',
      'tardif',
      'temps tardif',
      'phase tardive',
      'fase tardiva',
      'tardía',
      'fase tardia',
      'retardada',
      'equilibrium',
      'équilibre',
      'equilibrio',
      'Äquilibrium',
      'Gleichgewichtsphase',
      'excretory',
      '5 min',
      'Abd 180s',
      '3min delay',
      'delay 5 min',
    ],
    nothing: [
      '',
      'part',
      'Part 2',
      'heart',
      'HEART 3.0',
      'Partial',
      'native resolution',
      'Native Resolution 1mm',
      'delay 0',
      'DELAY 0s',
      'no delay',
      'lateral',
      'plate',
      'Abd C+',
      'C+',
      'with contrast',
      'mit KM',
      'with and without contrast',
      'w/wo contrast',
      'w/ & w/o',
      'ohne und mit KM',
      'avec et sans injection',
      'pre and post contrast',
      'Abdomen 5.0 B30s',
      'Abd 1.0 I70s 3',
      'Abd 0.5s',
      'Abdomen 5.0',
      'Axial',
      'C-Spine',
      'state of the art',
      'intravenous',
      'Arterien',
      'artery',
      'Venography',
      'natural',
      'alternate',
      'import',
      'transport',
      'B 70 f',
      '70 mm',
      '120 kV',
      'Nativ + KM',
      'Cor 3.0',
      'DVT deep venous',
      'report',
    ],
  };
  const rows = Object.entries(said).flatMap(([phase, texts]) => texts.map((text): [string, string] => [text, phase]));
  test.each(rows)("'%s' says %s", (seriesDescription, phase) => {
    expect(propose({ seriesDescription }).proposed ?? 'nothing').toBe(phase);
  });

  test('the basis quotes the words', () => {
    expect(propose({ seriesDescription: 'Portal Venous 2.5 mm' })).toEqual({
      proposed: 'portal_venous',
      basis: "The description says 'portal venous'.",
    });
  });

  test.each(['art + portal ven', 'nativ/art/ven', 'arterial 70s', 'nativ und venös'])(
    '%s contradicts itself',
    (seriesDescription) => {
      const { proposed, basis } = propose({ seriesDescription });
      expect(proposed).toBeNull();
      expect(basis).toMatch(/^The description says '.*' \(.*\), but the description says '.*' \(.*\)\.$/);
    },
  );

  test('whatever it says, an answer comes, and comes soon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), fc.string(), (seriesDescription, contrastAgent) => {
        const { proposed, basis } = propose({ seriesDescription, contrastAgent });
        if (proposed) contrastPhase.parse(proposed);
        if (proposed) expect(basis).not.toBe('');
      }),
    );
    const long = 'with and without late art '.repeat(2000);
    expect(propose({ seriesDescription: long }).proposed).toBe('arterial');
  });
});

describe('the study', () => {
  test('is asked where the series says nothing', () => {
    expect(propose({ seriesDescription: 'Axial 2.5', studyDescription: 'CT Abdomen portal venous' })).toEqual({
      proposed: 'portal_venous',
      basis: "The description of the study says 'portal venous'.",
    });
  });
  test('is not asked where the series does', () => {
    expect(propose({ seriesDescription: 'art', studyDescription: 'Abdomen ven' }).proposed).toBe('arterial');
  });
  test('says nothing when it names several phases', () => {
    expect(propose({ seriesDescription: '2.5', studyDescription: 'CT Abd nativ art ven' })).toEqual({
      proposed: null,
      basis: '',
    });
  });
  test('does not make a series with contrast native', () => {
    expect(propose({ seriesDescription: 'C+', studyDescription: 'Abdomen nativ' }).proposed).toBeNull();
  });
});

describe('times after the injection', () => {
  test.each([
    [-60, 'native'],
    [-7200, null],
    [5, null],
    [15, 'arterial'],
    [35, 'arterial'],
    [50, null],
    [70, 'portal_venous'],
    [110, null],
    [180, 'delayed'],
    [600, 'delayed'],
    [5000, null],
  ])('%d s', (secondsAfterBolus, phase) => {
    expect(propose({ secondsAfterBolus }).proposed).toBe(phase);
  });
  test('are told', () => {
    expect(propose({ secondsAfterBolus: 70.4 }).basis).toBe('It was acquired 70 s after the start of the injection.');
    expect(propose({ secondsAfterBolus: -30 }).basis).toBe('It was acquired 30 s before the start of the injection.');
  });
  test('confirm or contradict the description', () => {
    const seriesDescription = 'portal';
    expect(propose({ seriesDescription, secondsAfterBolus: 72 })).toEqual({
      proposed: 'portal_venous',
      basis: "The description says 'portal'. It was acquired 72 s after the start of the injection.",
    });
    expect(propose({ seriesDescription, secondsAfterBolus: 30 })).toEqual({
      proposed: null,
      basis:
        "The description says 'portal' (portal venous), but it was acquired 30 s after the start of the injection (arterial).",
    });
    expect(propose({ seriesDescription, secondsAfterBolus: 50 }).proposed).toBe('portal_venous');
  });
});

describe('contrast agent', () => {
  test('contradicts a native phase', () => {
    const { proposed, basis } = propose({ seriesDescription: 'nativ', contrastAgent: 'Ultravist 370' });
    expect(proposed).toBeNull();
    expect(basis).toBe("The description says 'nativ' (native), but a contrast agent is recorded.");
  });
  test.each(['', 'ORAL', 'none', 'Telebrix Gastro', '0', 'oral water'])("'%s' doesn't", (contrastAgent) => {
    expect(propose({ seriesDescription: 'nativ', contrastAgent }).proposed).toBe('native');
  });
  test('tells no phase', () => {
    expect(propose({ contrastAgent: 'Omnipaque' })).toEqual({ proposed: null, basis: '' });
  });
});

describe('intensities of aorta and liver', () => {
  test.each([
    [42, 58, 'native'],
    [45, 20, 'native'],
    [340, 75, 'arterial'],
    [260, 90, 'arterial'],
    [160, 115, 'portal_venous'],
    [135, 110, 'portal_venous'],
    [100, 95, 'delayed'],
    [75, 60, null],
    [118, 100, null],
    [205, 100, null],
    [-500, -700, null],
    [160, 40, null],
  ])('%d and %d HU', (aortaHu, liverHu, phase) => {
    expect(propose({ intensities: { aortaHu, liverHu } }).proposed).toBe(phase);
  });
  test('are told', () => {
    expect(propose({ intensities: { aortaHu: 160.2, liverHu: 115 } }).basis).toBe(
      'The aorta has 160 HU and the liver 115 HU.',
    );
  });
});
