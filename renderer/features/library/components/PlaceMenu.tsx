import { ChevronDown, Copy, Link2 } from 'lucide-react';
import { t } from '../../../i18n/index.ts';
import { Button, ChoiceMenu, Checkbox } from '../../../ui/index.ts';
import { setInPlace } from '../actions/bringIn.ts';
import { useLibrary } from '../store.ts';

const choices = [
  { id: 'copy', label: t('place.copy'), description: t('place.copyText') },
  { id: 'leave', label: t('place.leave'), description: t('place.leaveText') },
] as const;

/** Whether files of this machine are copied or left where they are: holds for the next folder, file or drop. */
export function PlaceMenu() {
  const inPlace = useLibrary((state) => state.inPlace);
  return (
    <ChoiceMenu
      label={t('place.files')}
      choices={choices}
      selectedId={inPlace ? 'leave' : 'copy'}
      onChoose={(id) => {
        setInPlace(id === 'leave');
      }}
      trigger={
        <Button variant="quiet" icon={inPlace ? Link2 : Copy}>
          {t(inPlace ? 'place.leave' : 'place.copy')} <ChevronDown aria-hidden size={14} />
        </Button>
      }
    />
  );
}

/** The same inside a form. */
export function PlaceCheckbox() {
  const inPlace = useLibrary((state) => state.inPlace);
  return (
    <div>
      <Checkbox isSelected={inPlace} onChange={setInPlace}>
        {t('place.leave')}
      </Checkbox>
      <p className="library__faint">{t(inPlace ? 'place.leaveText' : 'place.copyText')}</p>
    </div>
  );
}
