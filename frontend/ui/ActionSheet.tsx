import type { ReactNode } from 'react';
import './ActionSheet.css';
import { key, translate } from '../i18n/i18n';
import { CloseIcon } from './icons';
import { useModal } from './useModal';

export interface Action {
  readonly words: string;
  readonly glyph: ReactNode;
  readonly act: () => void;
}

interface ActionSheetProps {
  /** What the actions are about. */
  readonly title: string;
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/**
 * A list of actions in a modal dialog, named by its title, at the bottom of a phone's screen. An action, "Cancel",
 * Escape and a tap beside it close it. The focus goes back to the control that opened it.
 */
export function ActionSheet({ title, actions, onClose }: ActionSheetProps) {
  const dialog = useModal();
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className="action-sheet"
      aria-label={title}
      onClose={(event) => {
        event.stopPropagation(); // The event bubbles in React: a dialog around this one stays open.
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) {
          close();
        }
      }}
    >
      <bdi className="action-sheet-title">{title}</bdi>
      {actions.map(({ words, glyph, act }) => (
        <button
          key={words}
          type="button"
          onClick={() => {
            close();
            act();
          }}
        >
          {glyph}
          {words}
        </button>
      ))}
      <button type="button" onClick={close}>
        <CloseIcon />
        {translate(key`menu.cancel`)}
      </button>
    </dialog>
  );
}
