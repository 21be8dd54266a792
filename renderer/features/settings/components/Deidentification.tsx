import { noticeError } from '../../../app/notices.ts';
import { call, useQuery, useRefusal } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Checkbox, Panel, Stack } from '../../../ui/index.ts';

const settingsEvents = ['settings.changed'] as const;

/** Whether imports are stripped of the patient before anything is kept. */
export function Deidentification() {
  const { data: settings } = useQuery('settings.get', {}, { refreshOn: settingsEvents });
  const refusal = useRefusal('settings.set');
  return (
    <Panel title={t('settings.deidentify')}>
      <Stack>
        {refusal === null ? (
          <Checkbox
            isSelected={settings?.deidentifyOnImport ?? false}
            onChange={(deidentifyOnImport) => {
              call('settings.set', { deidentifyOnImport }).catch(noticeError);
            }}
          >
            {t('settings.deidentifyImports')}
          </Checkbox>
        ) : (
          <p>
            {t(settings?.deidentifyOnImport ? 'settings.deidentifyOn' : 'settings.deidentifyOff')}{' '}
            <span className="settings__text">{refusal}</span>
          </p>
        )}
        <p className="settings__text">{t('settings.deidentifyText')}</p>
      </Stack>
    </Panel>
  );
}
