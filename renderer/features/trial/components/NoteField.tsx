import { identifyingText } from '../../../../electron/core/domain/subjectText.ts';
import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';

/** Free text of the record: it warns where it seems to say who somebody is. */
export const NoteField = (props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
}) => (
  <TextField
    label={t('record.note')}
    hint={t('record.noteHint')}
    warning={identifyingText(props.value) ?? undefined}
    multiline
    maxLength={2000}
    {...props}
  />
);
