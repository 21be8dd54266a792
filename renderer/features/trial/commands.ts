import type { Command } from '../../app/commands/index.ts';
import { t } from '../../i18n/index.ts';
import { goTo, routes } from '../../app/routes.ts';
import { openDialog } from './actions.ts';

export const trialCommands: readonly Command[] = [
  {
    id: 'trial.newSubject',
    title: t('record.newSubject'),
    group: t('group.record'),
    keys: ['Alt+N'],
    needs: 'trial.addSubject',
    run: () => {
      goTo(routes.record);
      openDialog({ form: 'subject', subjectId: null, entryId: null });
    },
  },
];
