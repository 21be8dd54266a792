/** Binds the host's modules to the contract, and nothing else: what a method does is in its module. */
import { accountsMode, type BoundHandlers } from './accounts/index.ts';
import * as audit from './audit/index.ts';
import { lastBackup, startBackup } from './backup/index.ts';
import type { HostContext } from './context.ts';
import { exportResultsCsv, exportSegmentation, recordPrinted } from './export/index.ts';
import { cancelJob } from './jobs/index.ts';
import * as library from './library/index.ts';
import { addModel, listModels, removeModel, startModel } from './models/index.ts';
import * as packages from './package/index.ts';
import * as readings from './readings/index.ts';
import { siteOverview, subjectReport } from './report/index.ts';
import * as segmentation from './segmentation/index.ts';
import { getSettings, setSettings } from './settings/index.ts';
import * as trial from './trial/index.ts';
import { growthBetweenTimePoints, resultsForSubject } from './volumetry/index.ts';
import { listProtocols } from './volumetry/protocols.ts';

export { handleBlob } from './blobs/index.ts';

/** The functions of a module that take (context, input), as handlers that take the input. */
const bind =
  (context: HostContext) =>
  <I, O>(call: (context: HostContext, input: I) => O) =>
  (input: I): O =>
    call(context, input);

/** All but the accounts, which belong to a connection and not to whoever is at work in it. */
export function bindHandlers(context: HostContext): BoundHandlers {
  const on = bind(context);
  return {
    app: {
      info: () => ({
        name: 'Remnant',
        version: context.version,
        dataFolder: context.folder.root,
        accounts: accountsMode(context) === 'accounts' ? 'accounts' : 'none',
        platform: process.platform,
      }),
    },
    jobs: {
      list: () => context.jobs.list(),
      cancel: on(cancelJob),
    },
    library: {
      listSeries: on(library.listSeries),
      getSeries: on(library.getSeries),
      startImport: on(library.startImport),
      startSample: on(library.startSample),
      importReport: on(library.importReport),
      listImports: on(library.listImports),
      importFiles: on(library.importedFiles),
      confirmPhase: on(library.confirmPhase),
      joinOffers: on(library.joinOffers),
      joinSeries: on(library.joinSeries),
      separateSeries: on(library.separateSeries),
      resample: on(library.resample),
      checkOriginals: on(library.checkOriginals),
      browse: on(library.browse),
    },
    segmentation: {
      open: on(segmentation.openSegmentation),
      list: on(segmentation.listSegmentations),
      listRevisions: on(segmentation.listRevisions),
      commit: on(segmentation.commitUpload),
      inspectMask: on(segmentation.inspectMask),
      importMask: on(segmentation.importMask),
    },
    readings: {
      ofSeries: on(readings.readingsOf),
      review: on(readings.reviewReading),
      sign: on(readings.signReading),
      lock: on(readings.lockReading),
      correct: on(readings.correctReading),
      second: on(readings.beginSecondReading),
      discard: on(readings.discardReading),
      adjudicate: on(readings.adjudicate),
      pairs: () => readings.readingPairs(context),
      compareMasks: on(readings.compareMasks),
    },
    models: {
      list: () => listModels(context),
      add: on(addModel),
      remove: on(removeModel),
      run: on(startModel),
    },
    trial: {
      listSubjects: on(trial.listSubjects),
      getSubject: on(trial.getSubject),
      overview: on(trial.overview),
      listPlans: on(trial.listPlans),
      addSubject: on(trial.addSubject),
      changeSubject: on(trial.changeSubject),
      addMeasure: on(trial.addMeasure),
      addEmbolisation: on(trial.addEmbolisation),
      addFunctionTest: on(trial.addFunctionTest),
      setOutcome: on(trial.setOutcome),
      setTimePoint: on(trial.setTimePoint),
      changeTimePoint: on(trial.changeTimePoint),
      removeTimePoint: on(trial.removeTimePoint),
      correctMeasure: on(trial.correctMeasure),
      correctEmbolisation: on(trial.correctEmbolisation),
      correctFunctionTest: on(trial.correctFunctionTest),
      strikeOut: on(trial.strikeOut),
      corrections: on(trial.corrections),
      listSites: on(trial.listSites),
      addSite: on(trial.addSite),
      listDrafts: on(trial.listDrafts),
      saveDraft: on(trial.saveDraft),
      discardDraft: on(trial.discardDraft),
    },
    results: {
      forSubject: on(resultsForSubject),
      growthBetween: on(growthBetweenTimePoints),
      protocols: () => listProtocols(context),
    },
    exports: {
      resultsCsv: on(exportResultsCsv),
      segmentationFile: on(exportSegmentation),
      printed: on(recordPrinted),
    },
    package: {
      completeness: on(packages.completenessOfSubject),
      list: on(packages.listPackages),
      start: on(packages.startPackage),
      report: on(subjectReport),
      siteOverview: on(siteOverview),
      signingKey: () => packages.signingKey(context),
    },
    settings: { get: on(getSettings), set: on(setSettings) },
    audit: {
      list: on(audit.auditPage),
      values: on(audit.auditValues),
      history: on(audit.auditHistory),
      exportEntries: on(audit.exportAudit),
      verify: on(audit.verify),
      outsideAnchor: () => context.outsideAnchor.state(),
      setOutsideAnchor: on(audit.setOutsideAnchor),
    },
    backup: { start: on(startBackup), last: on(lastBackup) },
  };
}
