import type { ReactNode } from 'react';
import { StarPattern } from '../covers/StarPattern';
import './EmptyState.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Where a list would be: what it is for, and how something comes into it. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <span className="empty-state-star">
        <StarPattern id="nothing yet" />
      </span>
      <p className="empty-state-title">{title}</p>
      <div className="second">{children}</div>
    </div>
  );
}
