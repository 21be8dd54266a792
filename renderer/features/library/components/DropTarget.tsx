import { shell } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { FileDrop } from '../../../ui/index.ts';
import { takeDrop } from '../actions/bringIn.ts';
import { useLibrary } from '../store.ts';

/** Makes the whole window take files while the library is shown. */
export function DropTarget() {
  const inPlace = useLibrary((state) => state.inPlace) && shell() !== undefined;
  return <FileDrop title={t('drop.title')} text={t(inPlace ? 'drop.inPlace' : 'drop.copied')} onDrop={takeDrop} />;
}
