import type { ReactNode } from 'react';
import { Cover } from './Cover';
import './CoverLine.css';

interface CoverLineProps {
  readonly coverId: string;
  /** Two lines, each cut where it does not fit: a `bdi` is the title. */
  readonly children: ReactNode;
}

/** What stands in a control that is one line high: a small cover, and beside it two lines of words. */
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
