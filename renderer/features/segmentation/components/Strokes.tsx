import { X } from 'lucide-react';
import { IconButton } from '../../../ui/index.ts';
import { removeStroke } from '../actions/index.ts';
import { strokeLengthMm, type DrawnStroke } from '../model/strokes.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';

const kind = ({ target, foreground }: DrawnStroke) => (foreground ? t(`strokes.${target}`) : t('strokes.outside'));
const swatch = ({ target, foreground }: DrawnStroke) =>
  `ui-swatch ui-swatch--${!foreground ? 'outside' : target === 'liver' ? 'resected' : 'tumour'}`;

export function Strokes() {
  const strokes = useSegmentation((state) => state.strokes);
  if (strokes.length === 0) return <p className="seg-hint">{t('strokes.none')}</p>;
  return (
    <ul className="seg-list">
      {strokes.map((stroke, at) => (
        <li key={stroke.id}>
          <span className={swatch(stroke)} aria-hidden />
          <span className="seg-list__text">
            {t('strokes.item', { kind: kind(stroke), length: strokeLengthMm(stroke.pointsMm).toFixed(0) })}
          </span>
          <IconButton
            label={t('strokes.remove', { number: at + 1 })}
            icon={X}
            size="sm"
            onPress={() => {
              removeStroke(stroke.id);
            }}
          />
        </li>
      ))}
    </ul>
  );
}
