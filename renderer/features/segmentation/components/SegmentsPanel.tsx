import { Eye, EyeOff, FileInput, Lock, LockOpen, Redo2, Undo2 } from 'lucide-react';
import { Fragment } from 'react';
import { printValue } from '../../../../electron/core/domain/format.ts';
import { quantities } from '../../../../electron/core/domain/quantities.ts';
import { shownUnit } from '../../../../electron/core/domain/units.ts';
import { segmentNames, type SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { LabelVolumes } from '../../../../electron/core/domain/volumetry.ts';
import { CommandIcon, CommandTool } from '../../../app/commands/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { toggleLock } from '../actions/editing/index.ts';
import { setActive, setOpacity, toggleVisible } from '../actions/index.ts';
import { useSegmentation, volumesOf } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { tt } from '../toolTexts.ts';
import { standingOf } from '../model/segments.ts';
import { HistoryList } from './HistoryList.tsx';
import { LesionList } from './LesionList.tsx';
import { SaveStatus } from './SaveStatus.tsx';
import { Slider } from './Slider.tsx';

const volumeOf = { liver: 'tlv', tumour: 'tumour', flr: 'flr' } as const satisfies Record<
  SegmentName,
  keyof LabelVolumes
>;
const swatchOf = { liver: 'resected', tumour: 'tumour', flr: 'flr' } as const satisfies Record<SegmentName, string>;

/** The right panel: segments with their volumes, the parts and their ratio, saving and history. */
export function SegmentsPanel() {
  const ready = useSegmentation((state) => state.phase === 'ready');
  return (
    <aside className="seg-panel seg-panel--right" aria-label={t('segments.title')} data-ready={ready}>
      <section className="seg-block">
        <div className="seg-block__head">
          <h2 className="seg-block__title">{t('segments.title')}</h2>
          <CommandIcon id="segment.importMask" icon={FileInput} placement="left" />
          <CommandTool id="segment.masks" icon={EyeOff} placement="left" />
        </div>
        <ul className="seg-segments">
          {segmentNames.map((name) => (
            <Fragment key={name}>
              <Segment name={name} />
              {name === 'tumour' && <LesionList />}
            </Fragment>
          ))}
        </ul>
        <Opacity />
      </section>
      <Volumes />
      <section className="seg-block seg-block--fill">
        <div className="seg-block__head">
          <h2 className="seg-block__title">{t('history.title')}</h2>
          <CommandIcon id="segment.undo" icon={Undo2} size="sm" placement="left" />
          <CommandIcon id="segment.redo" icon={Redo2} size="sm" placement="left" />
        </div>
        <HistoryList />
      </section>
      <SaveStatus />
    </aside>
  );
}

/** Renders by itself: it changes with every step of a brush, its surroundings don't. */
function Volume({ id }: { readonly id: keyof LabelVolumes }) {
  const value = useSegmentation((state) => volumesOf(state)?.[id].value ?? null);
  return (
    <span className="seg-number" data-quantity={id} data-value={value ?? ''}>
      {value === null ? (
        <span className="seg-number__none" aria-label={t('volume.none')} role="img">
          –
        </span>
      ) : (
        <>
          {printValue(id, value)} <small>{shownUnit(quantities[id].ucum)}</small>
        </>
      )}
    </span>
  );
}

function Segment({ name }: { readonly name: SegmentName }) {
  const active = useSegmentation((state) => state.active === name);
  const { visible } = useSegmentation((state) => state.looks[name]);
  return (
    <li className="seg-segment" data-segment={name} data-active={active}>
      <button
        type="button"
        className="seg-segment__name"
        aria-pressed={active}
        title={t(`segment.${name}Full`)}
        onClick={() => {
          setActive(name);
        }}
      >
        <span className={`ui-swatch ui-swatch--${swatchOf[name]}`} aria-hidden />
        <span className="seg-segment__words">
          {t(`segment.${name}`)}
          <Standing name={name} />
        </span>
      </button>
      <span className="seg-segment__volume">
        <Volume id={volumeOf[name]} />
      </span>
      <IconButton
        label={t(visible ? 'segments.hide' : 'segments.show', { segment: t(`segment.${name}`) })}
        icon={visible ? Eye : EyeOff}
        size="sm"
        onPress={() => {
          toggleVisible(name);
        }}
      />
      <LockButton name={name} />
    </li>
  );
}

/** How far it is, in a word. */
function Standing({ name }: { readonly name: SegmentName }) {
  const standing = useSegmentation(({ counts, preview, lesions }) => {
    const proposed = lesions.filter(({ lesion }) => lesion.state === 'proposed').length;
    return standingOf(name, counts, preview?.segment ?? null, proposed);
  });
  return (
    <span className="seg-segment__standing" data-standing={standing}>
      {t(`segments.standing.${standing}`)}
    </span>
  );
}

/** The same setting as the masking of all tools. */
function LockButton({ name }: { readonly name: SegmentName }) {
  const locked = useSegmentation((state) => state.masking.locked[name]);
  return (
    <span className="seg-segment__lock" data-locked={locked}>
      <IconButton
        label={tt(locked ? 'masking.unlock' : 'masking.lock', { segment: inSentence(name) })}
        icon={locked ? Lock : LockOpen}
        size="sm"
        onPress={() => {
          toggleLock(name);
        }}
      />
    </span>
  );
}

function Opacity() {
  const opacity = useSegmentation((state) => state.opacity);
  return (
    <Slider
      label={t('segments.opacity')}
      value={opacity}
      min={0}
      max={1}
      step={0.02}
      shown={`${Math.round(opacity * 100)} %`}
      onChange={setOpacity}
    />
  );
}

const rows = [
  ['flr', 'volume.flr'],
  ['resected', 'volume.resected'],
  ['tumour', 'volume.tumour'],
  ['tlv', 'volume.total'],
] as const;

/** The parts, their sum, and the ratio under its full name. */
function Volumes() {
  const reason = useSegmentation((state) => volumesOf(state)?.flr_pct_functional.reason ?? null);
  return (
    <section className="seg-block">
      <h2 className="seg-block__title">{t('volume.title')}</h2>
      <dl className="seg-volumes" title={t('volume.sum')}>
        {rows.map(([id, name]) => (
          <div key={id} className={`seg-volumes__row seg-volumes__row--${id}`}>
            <dt>{t(name)}</dt>
            <dd>
              <Volume id={id} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="seg-ratio">
        <span className="seg-ratio__name">{quantities.flr_pct_functional.name}</span>
        <span className="seg-ratio__value">
          <Volume id="flr_pct_functional" />
        </span>
        {reason !== null && <span className="seg-hint">{reason}</span>}
      </div>
    </section>
  );
}
