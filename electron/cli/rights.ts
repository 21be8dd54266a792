/** What each command does, in the methods of the contract: who may call these may give the command. */
import type { Command } from 'commander';
import type { MethodId } from '../core/domain/permissions.ts';

type Options = Readonly<Record<string, unknown>>;
type Needs = readonly MethodId[] | ((options: Options) => readonly MethodId[]);

/** With --save it is drawn, with --out it leaves as a file. */
const drawing: Needs = ({ save, out }) => [
  save === true ? 'segmentation.commit' : 'segmentation.open',
  ...(out === undefined ? [] : (['exports.segmentationFile'] as const)),
];

/** By the words of the command, without `remnant`. */
export const commandNeeds: Readonly<Record<string, Needs>> = {
  import: ({ subject }) => ['library.startImport', ...(subject === undefined ? [] : (['trial.setTimePoint'] as const))],
  series: ['library.listSeries'],
  volume: ['exports.segmentationFile'],
  join: ['library.joinSeries'],
  separate: ['library.separateSeries'],
  resample: ['library.resample'],
  phase: ['library.confirmPhase'],
  check: ['library.checkOriginals'],
  'segment liver': drawing,
  'segment tumour': drawing,
  'segment flr': drawing,
  interpolate: drawing,
  'segmentation list': ['segmentation.list'],
  'segmentation import': ['segmentation.importMask'],
  'segmentation export': ['exports.segmentationFile'],
  deidentify: ['exports.segmentationFile'],
  'models add': ['models.add'],
  'models list': ['models.list'],
  'models remove': ['models.remove'],
  lesions: ['segmentation.open'],
  'lesions confirm': ['segmentation.commit'],
  'lesions unconfirm': ['segmentation.commit'],
  'readings list': ['readings.ofSeries'],
  'readings review': ['readings.review'],
  'readings sign': ['readings.sign'],
  'readings lock': ['readings.lock'],
  'readings correct': ['readings.correct'],
  'readings second': ['readings.second'],
  'readings discard': ['readings.discard'],
  'readings adjudicate': ['readings.adjudicate'],
  'readings agreement': ['readings.pairs'],
  'subject add': ['trial.addSubject'],
  'subject change': ['trial.changeSubject'],
  'subject measure': ['trial.addMeasure'],
  'subject list': ['trial.listSubjects'],
  'subject show': ['trial.getSubject'],
  'timepoint set': ['trial.setTimePoint'],
  'timepoint change': ['trial.changeTimePoint'],
  'timepoint remove': ['trial.removeTimePoint'],
  'entry strike': ['trial.strikeOut'],
  'entry history': ['trial.corrections'],
  'site add': ['trial.addSite'],
  'site list': ['trial.listSites'],
  visits: ['trial.listPlans'],
  'function add': ['trial.addFunctionTest'],
  'outcome add': ['trial.setOutcome'],
  'embolisation add': ['trial.addEmbolisation'],
  result: ['results.forSubject'],
  growth: ['results.growthBetween'],
  missing: ['package.completeness'],
  export: ['package.start'],
  report: ['package.report'],
  key: ['package.signingKey'],
  'audit verify': ['audit.verify'],
  'audit list': ['audit.list'],
  'audit history': ['audit.history'],
  'audit export': ['audit.exportEntries'],
  backup: ['backup.start'],
  'audit anchor': ['audit.setOutsideAnchor'],
  settings: (options) => [Object.keys(options).length === 0 ? 'settings.get' : 'settings.set'],
  demo: ['library.startSample', 'trial.addSubject', 'segmentation.commit'],
  'account list': ['accounts.list'],
  'account disable': ['accounts.setDisabled'],
  'account enable': ['accounts.setDisabled'],
  'account role': ['accounts.setRole'],
  'account reset': ['accounts.resetPassword'],
  'account unlock': ['accounts.endLockOut'],
};

/** These ask for a person themselves, or there is none yet: each window does it for itself, a restored folder is opened afterwards, and the first account is made where there is none. */
export const withoutNeeds: ReadonlySet<string> = new Set([
  'restore',
  'serve',
  'verify',
  'account add',
  'account password',
]);

export function wordsOf(command: Command): string {
  const { parent } = command;
  return parent ? [wordsOf(parent), command.name()].filter((word) => word !== '').join(' ') : '';
}

/** The methods that the command stands for; null when no person is asked for. A command without a row is for administrators. */
export function needsOf(command: Command): readonly MethodId[] | null {
  const words = wordsOf(command);
  if (withoutNeeds.has(words)) return null;
  const needs: Needs = Object.hasOwn(commandNeeds, words) ? commandNeeds[words]! : ['settings.set'];
  return typeof needs === 'function' ? needs(command.opts()) : needs;
}
