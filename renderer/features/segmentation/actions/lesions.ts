/** Lesions one by one: shown, confirmed, deleted, measured. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { indexToPatient, type Vec3, type VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { stateAction, type FoundLesion, type LesionState } from '../../../../electron/core/domain/lesions.ts';
import type { Piece } from '../../../../electron/core/domain/lesionsPieces.ts';
import type { LesionDescription } from '../../../../wasm/runner/tasks.ts';
import { boxOf, removeLesion, withState } from '../model/lesions.ts';
import { session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { lt } from '../lesionTexts.ts';
import { commit, isBusy } from './commit.ts';

const idOf = ({ lesion }: FoundLesion): string => lesion.id;

export function selectedLesion(): FoundLesion | null {
  const { lesions, selectedLesion: selected } = useSegmentation.getState();
  return lesions.find((each) => idOf(each) === selected) ?? null;
}

/** All views go to the middle of its longest diameter, which is then shown. */
export function goToLesion(id: string): void {
  const open = session();
  const { lesions, lesionMeasures } = useSegmentation.getState();
  const found = lesions.find((each) => idOf(each) === id);
  if (open === null || found === undefined) return;
  useSegmentation.setState({ selectedLesion: id });
  const measures = lesionMeasures.get(id);
  open.stage.goTo(measures ? middle(measures) : placeOf(found, open.volume.geometry));
}

function middle({ longestAxial: { fromMm, toMm } }: LesionDescription): Vec3 {
  return [(fromMm[0] + toMm[0]) / 2, (fromMm[1] + toMm[1]) / 2, (fromMm[2] + toMm[2]) / 2];
}

function placeOf({ lesion: { anchor } }: FoundLesion, geometry: VolumeGeometry): Vec3 {
  const [columns, rows] = geometry.dims;
  const row = Math.floor(anchor / columns);
  return indexToPatient(geometry, [anchor % columns, row % rows, Math.floor(row / rows)]);
}

/** The next one that is proposed; once all are confirmed, the next of all. */
export function goToNextLesion(): void {
  const { lesions, selectedLesion: selected } = useSegmentation.getState();
  const proposed = lesions.filter(({ lesion }) => lesion.state === 'proposed');
  const candidates = proposed.length > 0 ? proposed : lesions;
  const current = lesions.find((each) => idOf(each) === selected)?.lesion.number ?? 0;
  const next = candidates.find(({ lesion }) => lesion.number > current) ?? candidates[0];
  if (next !== undefined) goToLesion(idOf(next));
}

function setStates(meant: readonly FoundLesion[], state: LesionState, all: boolean): void {
  const open = session();
  if (open === null) return;
  const changing = meant.filter(({ lesion }) => lesion.state !== state);
  if (changing.length === 0) return;
  const numbers = changing.map(({ lesion }) => lesion.number);
  const lesions = withState(open.drawing.lesions, new Set(changing.map(idOf)), state);
  commit(null, stateAction(state, numbers, all), undefined, lesions);
}

export function setLesionState(id: string, state: LesionState): void {
  if (isBusy()) return;
  setStates(
    useSegmentation.getState().lesions.filter((each) => idOf(each) === id),
    state,
    false,
  );
}

/** The selected one, then on to the next proposed one: a person goes through all of them with one key. */
export function confirmSelected(): void {
  const selected = selectedLesion();
  if (selected === null) return;
  setLesionState(idOf(selected), selected.lesion.state === 'proposed' ? 'confirmed' : 'proposed');
  const isLeft = useSegmentation.getState().lesions.some(({ lesion }) => lesion.state === 'proposed');
  if (isLeft && selected.lesion.state === 'proposed') goToNextLesion();
}

export function confirmAllLesions(): void {
  if (isBusy()) return;
  setStates(useSegmentation.getState().lesions, 'confirmed', true);
}

/** Its voxels become parenchyma. */
export function deleteLesion(id: string): void {
  const open = session();
  if (open === null || isBusy()) return;
  const found = open.drawing.lesions.find((each) => idOf(each) === id);
  if (found === undefined) return;
  const { number } = found.lesion;
  removeLesion(open.volume.labels, found.piece);
  commit(boxOf([found.piece], null, open.volume.geometry.dims), {
    title: lt('command.delete', { number }),
    tool: 'delete-lesion@1',
    parameters: { lesion: number },
  });
}

/** Measures lesions after each change, those that changed only; what comes late is of use for its own piece alone. Returns how to stop. */
export function followLesions(): () => void {
  const known = new WeakMap<Piece, LesionDescription>();
  let shown: readonly FoundLesion[] | null = null;
  let running = false;

  const show = (): void => {
    const { lesions } = useSegmentation.getState();
    const measured = lesions.flatMap(({ lesion: { id }, piece }) => {
      const description = known.get(piece);
      return description ? [[id, { ...description, id }] as const] : [];
    });
    useSegmentation.setState({ lesionMeasures: new Map(measured) });
  };

  const measure = async (): Promise<void> => {
    const open = session();
    if (open === null || running) return;
    running = true;
    try {
      for (;;) {
        const { lesions } = useSegmentation.getState();
        const unknown = lesions.filter(({ piece }) => !known.has(piece));
        if (unknown.length === 0 || session() !== open) break;
        const { hu, labels, geometry } = open.volume;
        const given = unknown.map((each) => ({ id: idOf(each), piece: each.piece }));
        const described = await open.tasks.run('describeLesions', { hu, labels, geometry, lesions: given });
        unknown.forEach(({ piece }, at) => known.set(piece, described[at]!));
      }
    } finally {
      running = false;
    }
    if (session() === open) show();
  };

  return useSegmentation.subscribe(({ phase, lesions }) => {
    if (phase !== 'ready' || lesions === shown) return;
    shown = lesions;
    show();
    measure().catch((error: unknown) => {
      if (!(error instanceof RemnantError && error.code === 'cancelled')) console.error(error);
    });
  });
}
