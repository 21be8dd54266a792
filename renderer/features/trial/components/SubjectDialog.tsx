import { liverQuality, resectionKind, sex, type Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Grid, NumberField, Select, TextField } from '../../../ui/index.ts';
import { addSubject, changeSubject } from '../actions.ts';
import { subjectDraftOf, type SubjectDraft } from '../drafts.ts';
import { checkSubject, checkSubjectChange, needsReason, type Errors } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { qualityName, sexName } from '../model.ts';
import { FormDialog } from './FormDialog.tsx';
import { MeasureFields } from './MeasureFields.tsx';
import { ProcedureFields } from './ProcedureFields.tsx';
import { ReasonField } from './ReasonField.tsx';

interface FieldsProps {
  readonly draft: SubjectDraft;
  readonly errors: Errors<SubjectDraft>;
  readonly edit: (change: Partial<SubjectDraft>) => void;
}

/** Adds a subject. */
export function SubjectDialog() {
  const key = { form: 'subject', subjectId: null, entryId: null } as const;
  const [draft, edit] = useKeptDraft(key, subjectDraftOf(null));
  return (
    <FormDialog
      title={t('record.newSubject')}
      submitLabel={t('record.addSubject')}
      draftKey={key}
      checked={checkSubject(draft, localDate(new Date()))}
      onSubmit={addSubject}
    >
      {(errors) => (
        <>
          <Items draft={draft} errors={errors} edit={edit} />
          <fieldset className="record__fieldset">
            <legend>{t('subject.measureToo')}</legend>
            <MeasureFields draft={draft} errors={errors} onEdit={edit} />
            <p className="record__hint">{t('subject.measureLater')}</p>
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}

/** Changes what is recorded of a subject that is there. */
export function ChangeSubjectDialog({ subject }: { readonly subject: Subject }) {
  const key = { form: 'subject', subjectId: subject.id, entryId: null } as const;
  const [draft, edit] = useKeptDraft(key, subjectDraftOf(subject));
  return (
    <FormDialog
      title={t('subject.changeTitle', { code: subject.code })}
      submitLabel={t('subject.store')}
      draftKey={key}
      checked={checkSubjectChange(draft, subject, localDate(new Date()))}
      onSubmit={(input) => changeSubject({ subjectId: subject.id, ...input })}
    >
      {(errors) => (
        <>
          <Items draft={draft} errors={errors} edit={edit} />
          <ReasonField isShown={needsReason(draft, subject)} draft={draft} errors={errors} edit={edit} />
        </>
      )}
    </FormDialog>
  );
}

function Items({ draft, errors, edit }: FieldsProps) {
  return (
    <>
      <TextField
        label={t('subject.code')}
        hint={t('subject.codeHint')}
        value={draft.code}
        error={errors.code}
        autoFocus
        maxLength={32}
        onChange={(code) => {
          edit({ code });
        }}
      />
      <Grid>
        <Select
          label={t('subject.sex')}
          value={draft.sex}
          error={errors.sex}
          options={sex.options.map((value) => ({ value, label: sexName(value) }))}
          onChange={(value) => {
            edit({ sex: value });
          }}
        />
        <NumberField
          label={t('subject.born')}
          hint={t('subject.bornHint')}
          maxLength={4}
          value={draft.yearOfBirth}
          error={errors.yearOfBirth}
          onChange={(yearOfBirth) => {
            edit({ yearOfBirth });
          }}
        />
        <Select
          label={t('subject.quality')}
          value={draft.liverQuality}
          options={liverQuality.options.map((value) => ({ value, label: qualityName(value) }))}
          onChange={(value) => {
            edit({ liverQuality: value });
          }}
        />
        <Select
          label={t('subject.planned')}
          value={draft.planned}
          placeholder={t('subject.plannedNone')}
          options={resectionKind.options.map((value) => ({ value, label: t(`resection.${value}`) }))}
          onChange={(planned) => {
            edit({ planned });
          }}
        />
        {draft.planned === 'other' && (
          <TextField
            label={t('subject.plannedNote')}
            value={draft.plannedNote}
            error={errors.plannedNote}
            maxLength={500}
            onChange={(plannedNote) => {
              edit({ plannedNote });
            }}
          />
        )}
        <BelongsTo draft={draft} errors={errors} edit={edit} />
      </Grid>
      <ProcedureFields draft={draft} error={errors.procedures} edit={edit} />
    </>
  );
}

/** Site and protocol; those of the settings where nothing is chosen. */
function BelongsTo({ draft, edit }: FieldsProps) {
  const { data: sites } = useQuery('trial.listSites', {});
  const { data: protocols } = useQuery('results.protocols', {});
  const { data: settings } = useQuery('settings.get', {});
  return (
    <>
      <Select
        label={t('subject.site')}
        value={draft.siteId ?? settings?.siteId ?? null}
        placeholder={t('subject.siteNone')}
        hint={sites?.length === 0 ? t('subject.noSites') : undefined}
        isDisabled={sites?.length === 0}
        options={(sites ?? []).map(({ id, code, name }) => ({ value: id, label: code, description: name }))}
        onChange={(siteId) => {
          edit({ siteId });
        }}
      />
      <Select
        label={t('subject.protocol')}
        value={draft.protocolId ?? settings?.protocolId ?? null}
        options={(protocols ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(protocolId) => {
          edit({ protocolId });
        }}
      />
    </>
  );
}
