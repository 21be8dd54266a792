import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import type { Tone } from './display.tsx';

export interface NoticeSpec {
  readonly id: number;
  readonly tone: Tone;
  readonly title: string;
  readonly detail?: ReactNode;
}

/** The corner where short messages appear; read out by screen readers when they do, errors at once. */
export function NoticeRegion(props: {
  readonly label: string;
  readonly dismissLabel: string;
  readonly notices: readonly NoticeSpec[];
  readonly onDismiss: (id: number) => void;
}) {
  return (
    <section className="ui-notices" aria-label={props.label} aria-live="polite">
      {props.notices.map(({ id, tone, title, detail }) => (
        <div key={id} className={`ui-notice ui-tone--${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
          <div className="ui-notice__text">
            <strong>{title}</strong>
            {detail && <div>{detail}</div>}
          </div>
          <IconButton
            label={props.dismissLabel}
            icon={X}
            size="sm"
            onPress={() => {
              props.onDismiss(id);
            }}
          />
        </div>
      ))}
    </section>
  );
}
