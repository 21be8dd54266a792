import { ChevronDown, ChevronRight, CircleCheck, CircleDashed, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { voxelVolumeMl } from '../../../../electron/core/domain/geometry.ts';
import { lesionSide, unconfirmedTumour, type FoundLesion } from '../../../../electron/core/domain/lesions.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';
import type { LesionDescription } from '../../../../wasm/runner/tasks.ts';
import { Button, IconButton } from '../../../ui/index.ts';
import { confirmAllLesions, deleteLesion, goToLesion, setLesionState } from '../actions/lesions.ts';
import { lt } from '../lesionTexts.ts';
import { useSegmentation } from '../store.ts';
import '../lesions.css';

/** What the tumour segment unfolds to: its lesions, and how much of it isn't subtracted yet. */
export function LesionList() {
  const lesions = useSegmentation((state) => state.lesions);
  const [open, setOpen] = useState(true);
  if (lesions.length === 0) return null;
  const proposed = lesions.filter(({ lesion }) => lesion.state === 'proposed').length;
  return (
    <li className="lesions">
      <button
        type="button"
        className="lesions__head"
        aria-expanded={open}
        aria-label={lt(open ? 'list.hide' : 'list.show')}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {open ? <ChevronDown aria-hidden size={14} /> : <ChevronRight aria-hidden size={14} />}
        {lt('list.title', { count: lesions.length })}
        {proposed > 0 && <span className="lesions__proposed">{lt('list.proposed', { count: proposed })}</span>}
      </button>
      {open && (
        <ul className="lesions__list">
          {lesions.map((found) => (
            <Lesion key={found.lesion.id} found={found} />
          ))}
        </ul>
      )}
      <Unconfirmed />
    </li>
  );
}

/** Under the volume of the tumour, because that is the confirmed part only. */
function Unconfirmed() {
  const lesions = useSegmentation((state) => state.lesions);
  const counts = useSegmentation((state) => state.committedCounts);
  const geometry = useSegmentation((state) => state.geometry);
  const busy = useSegmentation((state) => state.busy !== null);
  if (geometry === null) return null;
  const left = unconfirmedTumour(
    counts,
    lesions.map(({ lesion }) => lesion),
  );
  const volumeMl = (left.resectedVoxels + left.flrVoxels) * voxelVolumeMl(geometry);
  if (volumeMl === 0) return null;
  return (
    <div className="lesions__left" data-proposed-ml={volumeMl}>
      <span title={lt('list.notSubtracted')}>{lt('list.left', { volume: shownMl(volumeMl) })}</span>
      <Button size="sm" variant="primary" isDisabled={busy || left.lesions === 0} onPress={confirmAllLesions}>
        {lt('list.confirmAll')}
      </Button>
    </div>
  );
}

/** Tenths of a mL say nothing of a large one. */
const shownMl = (volumeMl: number): string => volumeMl.toFixed(volumeMl < 100 ? 1 : 0);

function Lesion({ found: { lesion } }: { readonly found: FoundLesion }) {
  const selected = useSegmentation((state) => state.selectedLesion === lesion.id);
  const measures = useSegmentation((state) => state.lesionMeasures.get(lesion.id));
  const divided = useSegmentation((state) => voxelsOf('flr', state.committedCounts) > 0);
  const geometry = useSegmentation((state) => state.geometry);
  const { id, number, state } = lesion;
  const isProposed = state === 'proposed';
  const volumeMl = geometry === null ? 0 : (lesion.resectedVoxels + lesion.flrVoxels) * voxelVolumeMl(geometry);
  return (
    <li className="lesion" data-lesion={number} data-state={state} data-selected={selected}>
      <IconButton
        label={lt(isProposed ? 'command.confirm' : 'command.unconfirm', { number })}
        icon={isProposed ? CircleDashed : CircleCheck}
        size="sm"
        onPress={() => {
          setLesionState(id, isProposed ? 'confirmed' : 'proposed');
        }}
      />
      <button
        type="button"
        className="lesion__go"
        aria-pressed={selected}
        aria-label={lt('lesion.go', { number, state: lt(`lesion.${state}`) })}
        onClick={() => {
          goToLesion(id);
        }}
      >
        <span className="lesion__name">{lt('lesion.name', { number })}</span>
        <span>{lt('lesion.volume', { volume: shownMl(volumeMl) })}</span>
        <span>{measures ? lt('lesion.diameter', { length: measures.longestAxial.lengthMm.toFixed(0) }) : '–'}</span>
        {divided && <span className="lesion__side">{lt(`side.${lesionSide(lesion)}`)}</span>}
      </button>
      {selected && <Details number={number} id={id} measures={measures} />}
    </li>
  );
}

/** Of the lesion that was jumped to. */
function Details({
  number,
  id,
  measures,
}: {
  readonly number: number;
  readonly id: string;
  readonly measures: LesionDescription | undefined;
}) {
  return (
    <div className="lesion__details">
      {measures && (
        <span>
          {lt('lesion.details', {
            short: measures.shortAxial.lengthMm.toFixed(0),
            longest: measures.longest3d.lengthMm.toFixed(0),
          })}
          <br />
          {lt('lesion.hu', { mean: measures.hu.meanHu.toFixed(0), sd: measures.hu.sdHu.toFixed(0) })}
        </span>
      )}
      <IconButton
        label={lt('command.delete', { number })}
        icon={Trash2}
        size="sm"
        onPress={() => {
          deleteLesion(id);
        }}
      />
    </div>
  );
}
