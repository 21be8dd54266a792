import { Eraser, PenLine } from 'lucide-react';
import type { MethodId } from '../../../../electron/core/domain/permissions.ts';
import { useRefusal } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Badge, IconButton } from '../../../ui/index.ts';
import { openDialog } from '../actions.ts';
import type { DialogState } from '../store.ts';

/** Says that an entry took the place of another one. */
export const CorrectedMark = ({ isShown }: { readonly isShown: boolean }) =>
  isShown ? <Badge>{t('entry.corrected')}</Badge> : null;

/** The ways to set an entry right. `name` tells screen readers which one. */
export function EntryActions(props: {
  readonly name: string;
  readonly correct: DialogState;
  readonly correctMethod: MethodId;
  readonly strike: DialogState;
}) {
  const { name, correct, correctMethod, strike } = props;
  const [mayNotCorrect, mayNotStrike] = [useRefusal(correctMethod), useRefusal('trial.strikeOut')];
  return (
    <div className="record__row-actions">
      <IconButton
        label={t('entry.correctOf', { name })}
        icon={PenLine}
        size="sm"
        isDisabled={mayNotCorrect !== null}
        onPress={() => {
          openDialog(correct);
        }}
      />
      <IconButton
        label={t('entry.strikeOf', { name })}
        icon={Eraser}
        size="sm"
        isDisabled={mayNotStrike !== null}
        onPress={() => {
          openDialog(strike);
        }}
      />
    </div>
  );
}
