import { t } from '../i18n/index.ts';
import './app.css';

/** A liver, cut: the resected part in sand, the remnant in green. */
export function RemnantMark() {
  return (
    <svg className="rail__mark" viewBox="0 0 32 32" width="30" height="30" role="img" aria-label={t('app.name')}>
      <path className="rail__mark-resected" d="M4 14C5 7 11 5 17 6l-2.4 17.6C9 27 3 23 4 14Z" />
      <path className="rail__mark-flr" d="M19 6.3c5 .6 9 2 9 5.2 0 4-6.4 7.2-11.2 11Z" />
    </svg>
  );
}
