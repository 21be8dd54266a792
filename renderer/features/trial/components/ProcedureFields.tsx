import { Plus, Trash2 } from 'lucide-react';
import { earlierProcedure } from '../../../../electron/core/contract/trial.ts';
import { identifyingText } from '../../../../electron/core/domain/subjectText.ts';
import { t } from '../../../i18n/index.ts';
import { Button, IconButton, Select, TextField } from '../../../ui/index.ts';
import type { ProcedureDraft, SubjectDraft } from '../drafts.ts';

/** Earlier resections and ablations, as exactly as their date is known. */
export function ProcedureFields(props: {
  readonly draft: Pick<SubjectDraft, 'procedures'>;
  readonly error: string | undefined;
  readonly edit: (change: Pick<SubjectDraft, 'procedures'>) => void;
}) {
  const { draft, error, edit } = props;
  const change = (at: number, part: Partial<ProcedureDraft>) => {
    edit({ procedures: draft.procedures.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  };
  return (
    <fieldset className="record__fieldset">
      <legend>{t('subject.procedures')}</legend>
      {draft.procedures.map((procedure, at) => (
        <div key={at} className="record__procedure">
          <Select
            label={t('subject.procedureKind')}
            value={procedure.kind}
            options={earlierProcedure.shape.kind.options.map((value) => ({ value, label: t(`procedure.${value}`) }))}
            onChange={(kind) => {
              change(at, { kind });
            }}
          />
          <TextField
            label={t('subject.procedureDay')}
            value={procedure.date}
            error={error !== undefined && !earlierProcedure.safeParse(procedure).success ? error : undefined}
            maxLength={10}
            onChange={(date) => {
              change(at, { date });
            }}
          />
          <TextField
            label={t('record.note')}
            value={procedure.note}
            warning={identifyingText(procedure.note) ?? undefined}
            maxLength={500}
            onChange={(note) => {
              change(at, { note });
            }}
          />
          <IconButton
            label={t('subject.removeProcedure')}
            icon={Trash2}
            size="sm"
            onPress={() => {
              edit({ procedures: draft.procedures.filter((_, index) => index !== at) });
            }}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={Plus}
          onPress={() => {
            edit({ procedures: [...draft.procedures, { kind: 'resection', date: '', note: '' }] });
          }}
        >
          {t('subject.addProcedure')}
        </Button>
      </div>
    </fieldset>
  );
}
