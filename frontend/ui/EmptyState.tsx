import type { ReactNode } from 'react';
import { StarPattern } from '../covers/StarPattern';
import './EmptyState.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Shown instead of an empty list: its title says so, its children how something comes into the list. */
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
