import { TriangleAlert } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { Disclosure } from '../../../ui/index.ts';
import { remarks } from '../remarks.ts';
import { t } from '../texts.ts';

/** One quiet line for all that a reader must know of the images; its sentences are a click away. Nothing for a regular series. */
export function GeometryNotice({ series }: { readonly series: Series }) {
  const { names, sentences } = remarks(series);
  if (names.length === 0) return null;
  return (
    <div className="viewer-notice" role="status">
      <Disclosure
        summary={
          <>
            <TriangleAlert aria-hidden size={15} strokeWidth={1.75} className="viewer-notice__icon" />
            <span>
              <strong>{t('remark.title')}</strong> {names.join(' · ')}
            </span>
          </>
        }
      >
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
