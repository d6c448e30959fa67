import type { ReactNode } from 'react';
import './PlayerNotice.css';

/** A line above the player with one thing to choose. */
export function PlayerNotice(props: {
  /** What the button says, with its icon where it has one. */
  readonly action: ReactNode;
  readonly onAction: () => void;
  /** Words before and after the button. */
  readonly before?: string;
  readonly after?: string;
  /** What else stands in the line, such as a button that removes it. */
  readonly children?: ReactNode;
}) {
  const { action, onAction, before, after, children } = props;
  return (
    <div className="player-notice">
      <span>
        {before !== undefined && <span className="player-notice-words">{before} </span>}
        <button type="button" className="text-link" onClick={onAction}>
          {action}
        </button>
        {after !== undefined && <span className="player-notice-words"> {after}</span>}
      </span>
      {children}
    </div>
  );
}
