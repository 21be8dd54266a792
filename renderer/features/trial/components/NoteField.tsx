import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';

/** Free text of the record, with its reminder that nobody is named in it. */
export const NoteField = (props: { readonly value: string; readonly onChange: (value: string) => void }) => (
  <TextField label={t('record.note')} hint={t('record.noteHint')} multiline maxLength={2000} {...props} />
);
