import type { ReactNode } from 'react';
import { RemnantMark } from '../../../app/RemnantMark.tsx';
import './accounts.css';

/** A page of its own before the window: the mark, what is asked, and nothing else. */
export function Cover(props: {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  return (
    <main className="cover">
      <CoverCard {...props} />
    </main>
  );
}

export function CoverCard({ title, text, children, wide }: Parameters<typeof Cover>[0]) {
  return (
    <section className={`cover__card ${wide ? 'cover__card--wide' : ''}`} aria-label={title}>
      <header className="cover__head">
        <RemnantMark />
        <h1>{title}</h1>
      </header>
      {text && <p className="cover__text">{text}</p>}
      {children}
    </section>
  );
}
