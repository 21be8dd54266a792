/** What the library shows of a series. Pure. */
import type { ContrastPhase, Series } from '../../../../electron/core/contract/library.ts';
import { t } from '../../../i18n/index.ts';
import type { Tone } from '../../../ui/index.ts';

/** The description of the file, or that it has none. */
export const seriesTitle = ({ description }: Pick<Series, 'description'>): string =>
  description.trim() === '' ? t('library.noDescription') : description;

/** The same with which part of its series it is: one series of a scanner may hold several volumes. */
export const seriesName = (series: Pick<Series, 'description' | 'part'>): string =>
  series.part === '' ? seriesTitle(series) : `${seriesTitle(series)}, ${series.part}`;

/** `0.78 × 0.78 × 2.50`, in mm along columns, rows and slices. */
export const spacingText = ({ geometry }: Pick<Series, 'geometry'>): string =>
  geometry ? geometry.spacingMm.map((mm) => mm.toFixed(2)).join(' × ') : '–';

/** `512 × 512`, columns and rows; the third number is the count of slices. */
export const matrixText = ({ geometry }: Pick<Series, 'geometry'>): string =>
  geometry ? geometry.dims.slice(0, 2).join(' × ') : '–';

export const geometryTone: Record<Series['geometryStatus'], Tone> = {
  regular: 'ok',
  warning: 'warning',
  refused: 'danger',
};
export const geometryLabel = (status: Series['geometryStatus']): string => t(`library.${status}`);
export const canOpen = ({ geometryStatus }: Pick<Series, 'geometryStatus'>): boolean => geometryStatus !== 'refused';

export const phases = ['native', 'arterial', 'portal_venous', 'delayed'] as const satisfies readonly ContrastPhase[];
export const phaseName = (phase: ContrastPhase): string => t(`phase.${phase}`);

/** Which phase is shown, and whether a person said so. */
export const shownPhase = ({
  phase: { proposed, confirmed },
}: Pick<Series, 'phase'>): { readonly phase: ContrastPhase | null; readonly isConfirmed: boolean } => ({
  phase: confirmed ?? proposed,
  isConfirmed: confirmed !== null,
});

/** The phase in words; one that nobody confirmed says so. */
export function phaseText(series: Pick<Series, 'phase'>): string {
  const { phase, isConfirmed } = shownPhase(series);
  if (phase === null) return '–';
  return isConfirmed ? phaseName(phase) : t('phase.proposed', { phase: phaseName(phase) });
}

/** Nobody segments these: pictures computed from others, and lone slices. They are listed apart. */
export const isPutAside = ({ reformat, geometryStatus, problems }: Series): boolean =>
  reformat || (geometryStatus === 'refused' && problems.some(({ code }) => code === 'single_slice'));

/** `1.3 GB`, in the decimal units of disks. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]!}`;
}
