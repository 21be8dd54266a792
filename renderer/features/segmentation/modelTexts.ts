import { createTranslate } from '../../i18n/index.ts';

export const mt = createTranslate({
  'command.runModel': 'Run a model',
  'models.title': 'Run a model',
  'models.text':
    'The network runs on this machine, on its processor, and can take minutes. What it finds is shown before anything is stored.',
  'models.none': 'There is no model in the data folder yet. Add one in the settings.',
  'models.settings': 'Open the settings',
  'models.run': 'Run',
  'models.finds': 'Finds {what}',
  'models.seconds': 'about {count} {count|second|seconds} on this CT',
  'models.minutes': 'about {count} {count|minute|minutes} on this CT',
  'busy.model': '{model}: {step}',
  'problem.gone': 'The program was started again while the model ran; run it again.',
  'problem.nothing': 'The model found nothing that is not drawn already.',
});

/** What a model tells apart, inside a sentence. */
export const foundNames = { liver: 'liver', resected: 'resected part', flr: 'FLR', tumour: 'tumours' } as const;
