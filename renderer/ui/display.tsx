import { ChevronRight, CircleAlert, CircleCheck, CircleX, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';

export type Tone = 'neutral' | 'info' | 'ok' | 'warning' | 'danger';
const toneIcon: Record<Tone, LucideIcon> = {
  neutral: Info,
  info: Info,
  ok: CircleCheck,
  warning: TriangleAlert,
  danger: CircleX,
};

/** A state in one or two words. Tone is never the only sign: it carries an icon and a text. */
export function StatusChip({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = toneIcon[tone];
  return (
    <span className={`ui-chip ui-tone--${tone}`}>
      <Icon aria-hidden size={13} strokeWidth={2} />
      {children}
    </span>
  );
}

/** A plain tag without a state. */
export const Badge = ({ children }: { readonly children: ReactNode }) => <span className="ui-badge">{children}</span>;

/** What is shown only when it is asked for. */
export const Disclosure = (props: {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly isOpen?: boolean;
}) => (
  <details className="ui-disclosure" open={props.isOpen ?? false}>
    <summary>
      <ChevronRight aria-hidden size={15} strokeWidth={1.75} className="ui-disclosure__arrow" />
      {props.summary}
    </summary>
    {props.children}
  </details>
);

/** A message that belongs to the page it stands in. */
export function Banner(props: {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  const Icon = props.tone === 'danger' ? CircleAlert : toneIcon[props.tone];
  return (
    <div className={`ui-banner ui-tone--${props.tone}`} role={props.tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden size={17} strokeWidth={1.75} className="ui-banner__icon" />
      <div className="ui-banner__text">
        {props.title && <strong>{props.title}</strong>}
        {props.children}
      </div>
      {props.action}
    </div>
  );
}

export interface ProgressBarProps {
  readonly label: string;
  /** 0..1; null while the total isn't known. */
  readonly fraction: number | null;
  /** Counts or a step, shown at the right. */
  readonly detail?: string;
}

export function ProgressBar({ label, fraction, detail }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className="ui-progress"
      isIndeterminate={fraction === null}
      value={(fraction ?? 0) * 100}
      {...(detail ? { valueLabel: detail } : {})}
    >
      <div className="ui-progress__texts">
        <Label>{label}</Label>
        {detail && <span className="ui-progress__detail">{detail}</span>}
      </div>
      <div className="ui-progress__track">
        <div
          className={`ui-progress__fill ${fraction === null ? 'ui-progress__fill--unknown' : ''}`}
          style={fraction === null ? {} : { width: `${Math.min(1, Math.max(0, fraction)) * 100}%` }}
        />
      </div>
    </AriaProgressBar>
  );
}

/** One number that reads at a glance: value, unit, and the full name of what it is. */
export function Stat(props: {
  readonly name: string;
  /** Already formatted. */
  readonly value: string;
  readonly unit?: string;
  readonly detail?: ReactNode;
  /** A segment's colour as a mark beside the name. */
  readonly segment?: 'resected' | 'flr' | 'tumour';
  readonly emphasis?: boolean;
}) {
  return (
    <div className={`ui-stat ${props.emphasis ? 'ui-stat--emphasis' : ''}`} role="group" aria-label={props.name}>
      <div className="ui-stat__name">
        {props.segment && <span className={`ui-swatch ui-swatch--${props.segment}`} aria-hidden />}
        {props.name}
      </div>
      <div className="ui-stat__value">
        {props.value} {props.unit && <span className="ui-stat__unit">{props.unit}</span>}
      </div>
      {props.detail && <div className="ui-stat__detail">{props.detail}</div>}
    </div>
  );
}

export function EmptyState(props: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="ui-empty">
      <props.icon aria-hidden size={30} strokeWidth={1.25} />
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.action && <div className="ui-row">{props.action}</div>}
    </div>
  );
}
