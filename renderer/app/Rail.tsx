import { BookMarked, FolderOpen, Scale, ScanEye, Settings, ShieldCheck, type LucideIcon } from 'lucide-react';
import { useLocation } from 'wouter';
import { t } from '../i18n/index.ts';
import { workspaceRoute } from './appCommands.ts';
import { RemnantMark } from './RemnantMark.tsx';
import { routes } from './routes.ts';
import { useSession } from './session.ts';

/** The places, always in the same order. */
export function Rail() {
  const [location] = useLocation();
  // The workspace's address changes with the open series.
  useSession((state) => state.seriesId);
  const place = (name: string, icon: LucideIcon, route: string, root = route) => (
    <RailLink name={name} icon={icon} route={route} isCurrent={location.startsWith(root)} />
  );
  return (
    <nav className="rail" aria-label={t('place.navigation')}>
      <RemnantMark />
      {place(t('place.library'), FolderOpen, routes.library)}
      {place(t('place.workspace'), ScanEye, workspaceRoute(), routes.workspace)}
      {place(t('place.record'), BookMarked, routes.record)}
      {place(t('place.agreement'), Scale, routes.agreement)}
      <div className="rail__space" />
      {place(t('place.audit'), ShieldCheck, routes.audit)}
      {place(t('place.settings'), Settings, routes.settings)}
    </nav>
  );
}

function RailLink(props: {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly route: string;
  readonly isCurrent: boolean;
}) {
  return (
    <a className="rail__link" href={`#${props.route}`} aria-current={props.isCurrent ? 'page' : undefined}>
      <props.icon aria-hidden size={20} strokeWidth={1.6} />
      <span>{props.name}</span>
    </a>
  );
}
