import { useState } from 'react';
import { siteInput } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';
import { addSite } from '../actions.ts';
import type { Checked } from '../forms.ts';
import { FormDialog } from './FormDialog.tsx';

interface SiteFields {
  readonly code: string;
  readonly name: string;
}

function checkSite(typed: SiteFields): Checked<SiteFields, SiteFields> {
  const parsed = siteInput.safeParse({ code: typed.code.trim(), name: typed.name });
  if (parsed.success) return { ok: true, input: parsed.data };
  return { ok: false, errors: { code: parsed.error.issues[0]?.message ?? t('form.wrong') } };
}

/** Adds a site that subjects can belong to. */
export function SiteDialog() {
  const [typed, setTyped] = useState<SiteFields>({ code: '', name: '' });
  return (
    <FormDialog
      title={t('site.add')}
      submitLabel={t('site.add')}
      size="sm"
      checked={checkSite(typed)}
      onSubmit={addSite}
    >
      {(errors) => (
        <>
          <TextField
            label={t('site.code')}
            hint={t('site.codeHint')}
            value={typed.code}
            error={errors.code}
            maxLength={16}
            autoFocus
            onChange={(code) => {
              setTyped({ ...typed, code });
            }}
          />
          <TextField
            label={t('site.name')}
            value={typed.name}
            maxLength={120}
            onChange={(name) => {
              setTyped({ ...typed, name });
            }}
          />
        </>
      )}
    </FormDialog>
  );
}
