import type { ReactNode } from 'react';
import { Cover } from './Cover';
import './CoverLine.css';

interface CoverLineProps {
  readonly coverId: string;
  /** Two lines, each cut where it does not fit. The title is a `bdi`. */
  readonly children: ReactNode;
}

/** The content of a control that is one line high: a small cover, and two lines of text beside it. */
export function CoverLine({ coverId, children }: CoverLineProps) {
  return (
    <>
      <span className="cover-line-cover">
        <Cover id={coverId} />
      </span>
      <span className="cover-line-words">{children}</span>
    </>
  );
}
