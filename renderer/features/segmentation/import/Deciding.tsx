import { voxelVolumeMl, type VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import type { MaskInspection } from '../../../../electron/core/contract/segmentation.ts';
import { printVolumeMl } from '../../../../electron/core/domain/format.ts';
import { Banner, Checkbox, Select, Stat, StatusChip } from '../../../ui/index.ts';
import { useSegmentation } from '../store.ts';
import { chooseKeepDrawn, chooseStored, chooseThreshold, chooseWinner } from './actions.ts';
import { isAdded, lostMl, overlapsOf, pairs, resultOf, thresholds } from './model.ts';
import { SegmentRows } from './SegmentRows.tsx';
import type { Looked } from './store.ts';
import { it } from './texts.ts';

/** How a number of voxels of the open series is printed, in mL. */
const volumeText = (geometry: VolumeGeometry, voxels: number): string =>
  printVolumeMl(voxels * voxelVolumeMl(geometry));

/** What the file is, what is to be decided, and what comes of it. */
export function Deciding({ looked }: { readonly looked: Looked }) {
  const geometry = useSegmentation((state) => state.geometry);
  if (geometry === null) return null;
  const volume = (voxels: number): string => volumeText(geometry, voxels);
  return (
    <>
      <File inspection={looked.inspection} />
      <Settings looked={looked} />
      <SegmentRows looked={looked} volume={volume} />
      <Overlaps looked={looked} volume={volume} />
      <Result looked={looked} volume={volume} />
    </>
  );
}

function formatText({ format, form }: MaskInspection): string {
  if (format === 'seg' && (form === 'binary' || form === 'fractional' || form === 'labelmap'))
    return it(`format.seg.${form}`);
  if (format === 'nrrd') return it(form === 'segments' ? 'format.nrrd.segments' : 'format.nrrd.values');
  return it(format === 'rtstruct' ? 'format.rtstruct' : 'format.nifti');
}

function File({ inspection }: { readonly inspection: MaskInspection }) {
  const { fileName, resampled, form, notes } = inspection;
  const isOnGrid = resampled === null && form !== 'contours';
  return (
    <section className="mask-import__file">
      <div className="mask-import__name">
        <strong>{fileName}</strong>
        <span>{formatText(inspection)}</span>
      </div>
      {isOnGrid && <StatusChip tone="ok">{it('grid.same')}</StatusChip>}
      {resampled !== null && <Banner tone="warning">{resampled}</Banner>}
      {notes.map((note) => (
        <Banner key={note} tone="info">
          {note}
        </Banner>
      ))}
    </section>
  );
}

/** How fractions and values are to be taken, where there are any. */
function Settings({ looked: { inspection, decisions } }: { readonly looked: Looked }) {
  return (
    <>
      {inspection.form === 'fractional' && (
        <Select
          label={it('threshold.label')}
          value={String(decisions.threshold)}
          options={thresholds.map((value) => ({
            value: String(value),
            label: it('threshold.option', { percent: Math.round(value * 100) }),
          }))}
          onChange={(value) => {
            void chooseThreshold(Number(value));
          }}
        />
      )}
      {inspection.mayBeStoredLabels && (
        <Select
          label={it('values.label')}
          value={decisions.areStored ? 'stored' : 'each'}
          options={(['each', 'stored'] as const).map((value) => ({ value, label: it(`values.${value}`) }))}
          onChange={(value) => {
            chooseStored(value === 'stored');
          }}
        />
      )}
    </>
  );
}

interface WithVolume {
  readonly looked: Looked;
  readonly volume: (voxels: number) => string;
}

function Overlaps({ looked: { inspection, decisions }, volume }: WithVolume) {
  const overlaps = overlapsOf(inspection, decisions);
  if (overlaps.length === 0) return null;
  return (
    <section>
      <h3 className="mask-import__title">{it('overlap.title')}</h3>
      <ul className="mask-import__overlaps">
        {overlaps.map(({ between, voxels, winner }) => {
          const [first, second] = pairs[between];
          return (
            <li key={between} className="mask-import__overlap">
              <Select
                label={it(`overlap.${between}`, { volume: volume(voxels) })}
                value={winner}
                options={[first, second].map((tissue) => ({ value: tissue, label: it(`tissue.${tissue}`) }))}
                onChange={(chosen) => {
                  chooseWinner(chosen, chosen === first ? second : first);
                }}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Result({ looked: { inspection, decisions }, volume }: WithVolume) {
  const head = useSegmentation((state) => state.stored[0]?.number ?? null);
  const { total, tumour, flr, other } = resultOf(inspection, decisions);
  const lost = lostMl(inspection, decisions);
  const stat = (name: string, voxels: number, segment?: 'resected' | 'tumour' | 'flr') => (
    <Stat name={name} value={volume(voxels)} unit="mL" {...(segment && { segment })} />
  );
  return (
    <section>
      <h3 className="mask-import__title">{it('result.title')}</h3>
      <div className="mask-import__result">
        {stat(it('result.total'), total, 'resected')}
        {stat(it('part.tumour'), tumour, 'tumour')}
        {stat(it('part.flrText'), flr, 'flr')}
        {other > 0 && stat(it('part.other'), other)}
      </div>
      {lost > 0 && <Banner tone="warning">{it('result.lost', { volume: printVolumeMl(lost) })}</Banner>}
      {head !== null && !decisions.areStored && (
        <Checkbox isSelected={decisions.keepDrawn} onChange={chooseKeepDrawn}>
          {it('result.keep')}
        </Checkbox>
      )}
      <p className="mask-import__text">
        {head === null
          ? it('result.first')
          : it(`result.${isAdded(decisions) ? 'adds' : 'replaces'}`, { number: head })}
      </p>
    </section>
  );
}
