/** What every object that is written here says of itself: its place in the study, when it was made and by what (PS3.3 C.7.3.1, C.7.5.1, C.12.1). */
import { dateOf, timeOf } from './dates.ts';
import { newUid } from './write.ts';

export interface OwnObject {
  readonly sopClassUid: string;
  readonly modality: 'SEG' | 'SR' | 'OT';
  readonly seriesDescription: string;
  readonly seriesNumber: number;
  /** Of this program. */
  readonly version: string;
  readonly now: Date;
  /** New ones without. */
  readonly uids?: { readonly series: string; readonly instance: string } | undefined;
}

export function ownAttributes({
  sopClassUid,
  modality,
  seriesDescription,
  seriesNumber,
  version,
  now,
  uids,
}: OwnObject) {
  const [date, time] = [dateOf(now), timeOf(now)];
  return {
    SOPClassUID: sopClassUid,
    SOPInstanceUID: uids?.instance ?? newUid(),
    SeriesInstanceUID: uids?.series ?? newUid(),
    SeriesDate: date,
    SeriesTime: time,
    ContentDate: date,
    ContentTime: time,
    Modality: modality,
    Manufacturer: 'Remnant',
    ManufacturerModelName: 'Remnant',
    DeviceSerialNumber: '1',
    SoftwareVersions: version,
    SeriesDescription: seriesDescription,
    SeriesNumber: seriesNumber,
    InstanceNumber: 1,
  };
}
