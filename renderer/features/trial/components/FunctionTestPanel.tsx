import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { EntryPanel } from './EntryPanel.tsx';
import { EntryTable } from './EntryTable.tsx';

/** What was measured; the function per body surface and its verdict are among the results of the CT it belongs to. */
export function FunctionTestPanel({ subject }: { readonly subject: Subject }) {
  const byDate = subject.functionTests.toReversed();
  return (
    <EntryPanel
      title={t('functionTest.title')}
      action={t('functionTest.add')}
      dialog={{ form: 'function_test', subjectId: subject.id, entryId: null }}
      method="trial.addFunctionTest"
      subjectId={subject.id}
      entity="function_test"
      hint={byDate.length === 0 ? t('functionTest.none') : null}
      flush
    >
      <EntryTable
        subjectId={subject.id}
        entity="function_test"
        name={t('entity.function_test')}
        heads={[
          t('functionTest.date'),
          t('functionTest.uptakeShort'),
          t('functionTest.shareShort'),
          t('functionTest.activity'),
        ]}
        rows={byDate.map(({ uptakePctPerMin, flrSharePct, activityMbq, ...entry }) => ({
          ...entry,
          numbers: [`${uptakePctPerMin} %/min`, `${flrSharePct} %`, activityMbq === null ? '–' : `${activityMbq} MBq`],
        }))}
      />
    </EntryPanel>
  );
}
