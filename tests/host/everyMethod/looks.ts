import type { MethodId } from '../../../electron/core/domain/permissions.ts';
import { listSeries } from '../../../electron/host/library/index.ts';
import type { Known, Scene } from './scene.ts';

const nothing = (): object => ({});
const ofSubject = ({ subject }: Known): object => ({ subjectId: subject });
const ofSeries = ({ series }: Known): object => ({ seriesId: series });

/** What only looks, or keeps what is no part of the record, with what it is asked. */
export const looks: Readonly<Partial<Record<MethodId, (known: Known, scene: Scene) => unknown>>> = {
  'accounts.state': nothing,
  'accounts.active': nothing,
  'accounts.list': nothing,
  'app.info': nothing,
  'jobs.list': nothing,
  'library.listSeries': nothing,
  'library.getSeries': ofSeries,
  'library.importReport': importJob,
  'library.listImports': nothing,
  'library.importFiles': (known, scene) => ({ ...importJob(known, scene), offset: 0, limit: 10 }),
  'library.joinOffers': nothing,
  'library.checkOriginals': ofSeries,
  'library.browse': ({ files }) => ({ path: files }),
  'segmentation.list': nothing,
  'segmentation.inspectMask': ({ series, mask }) => ({ seriesId: series, path: mask }),
  'segmentation.listRevisions': ({ segmentation }) => ({ segmentationId: segmentation }),
  'readings.ofSeries': ofSeries,
  'readings.pairs': nothing,
  'readings.compareMasks': ofSeries,
  'results.protocols': nothing,
  'models.list': nothing,
  // What it finds is stored when a reader commits it, with the model's name, version and hash.
  'models.run': ({ modelId }, { host }) => ({ seriesId: importedSeries(host.context), modelId }),
  'trial.listSubjects': nothing,
  'trial.overview': nothing,
  'trial.getSubject': ofSubject,
  'trial.listPlans': nothing,
  'trial.corrections': ofSubject,
  'trial.listSites': nothing,
  'trial.listDrafts': ofSubject,
  'trial.saveDraft': ({ subject }) => ({ form: 'subject', subjectId: subject, entryId: null, value: '{}' }),
  'trial.discardDraft': ({ subject }) => ({ form: 'subject', subjectId: subject, entryId: null }),
  'package.completeness': ofSubject,
  'package.list': ofSubject,
  'package.signingKey': nothing,
  'audit.list': nothing,
  'audit.values': nothing,
  'audit.history': ({ subject }) => ({ entity: 'subject', entityId: subject }),
  'audit.verify': nothing,
  'audit.outsideAnchor': nothing,
  'backup.last': nothing,
  'settings.get': nothing,
};

function importJob(_: Known, { host }: Scene): { jobId: string } {
  return { jobId: host.context.jobs.list().find(({ kind }) => kind === 'import')!.id };
}

/** The small one of ten slices. */
const importedSeries = (context: Scene['host']['context']): string =>
  listSeries(context).find(({ instanceCount }) => instanceCount === 10)!.id;
