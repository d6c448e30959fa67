import { type ReactNode, useId } from 'react';
import './Section.css';

interface SectionProps {
  readonly title: ReactNode;
  /** At the end of the heading's line: a link or a number. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a view under its own heading, a region named by it. */
export function Section({ title, end, children }: SectionProps) {
  const heading = useId();
  return (
    <section className="section" aria-labelledby={heading}>
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}
