import { useId, type ReactNode } from 'react';

interface Box {
  readonly children: ReactNode;
  readonly gap?: 1 | 2 | 3 | 4 | 5 | 6;
}

/** Children below each other. */
export const Stack = ({ children, gap = 3 }: Box) => <div className={`ui-stack ui-gap-${gap}`}>{children}</div>;

/** Children beside each other, wrapping, centred on their line. */
export const Row = ({ children, gap = 2, align = 'start' }: Box & { readonly align?: 'start' | 'end' | 'between' }) => (
  <div className={`ui-row ui-gap-${gap} ui-row--${align}`}>{children}</div>
);

/** Equal columns that wrap when one would be narrower than `min`. */
export const Grid = ({ children, gap = 3, min = 'md' }: Box & { readonly min?: 'sm' | 'md' | 'lg' }) => (
  <div className={`ui-grid ui-gap-${gap} ui-grid--${min}`}>{children}</div>
);

/** A place's page: its title, what can be done with it, and its content in a column that scrolls. */
export function Page(props: {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** As wide and as high as the window: the content scrolls in its own parts. */
  readonly fill?: boolean;
}) {
  return (
    <div className="ui-page">
      <div
        className={`ui-page__inner ${props.fill ? 'ui-page__inner--fill' : props.wide ? 'ui-page__inner--wide' : ''}`}
      >
        <header className="ui-page__head">
          <div>
            <h1>{props.title}</h1>
            {props.subtitle && <div className="ui-page__subtitle">{props.subtitle}</div>}
          </div>
          {props.actions && <div className="ui-row ui-gap-2">{props.actions}</div>}
        </header>
        {props.children}
      </div>
    </div>
  );
}

/** A titled part of a page; with a title it is a region that screen readers can jump to. */
export function Panel(props: {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly flush?: boolean;
}) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={props.title === undefined ? undefined : titleId}
      className={`ui-panel ${props.flush ? 'ui-panel--flush' : ''}`}
    >
      {(props.title ?? props.actions) !== undefined && (
        <header className="ui-panel__head">
          {props.title !== undefined && <h2 id={titleId}>{props.title}</h2>}
          {props.actions !== undefined && <div className="ui-row ui-gap-2">{props.actions}</div>}
        </header>
      )}
      <div className="ui-panel__body">{props.children}</div>
    </section>
  );
}
