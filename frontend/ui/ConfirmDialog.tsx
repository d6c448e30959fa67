import { Button } from '@vaadin/react-components/Button.js';
import { type ReactNode, useId } from 'react';
import './ConfirmDialog.css';
import { useModal } from './useModal';

interface ConfirmDialogProps {
  readonly title: string;
  /** The name of the button that confirms. */
  readonly confirm: string;
  readonly keep: string;
  readonly onConfirm: () => void;
  readonly onClosed: () => void;
  readonly children: ReactNode;
}

/** Asks for confirmation before an action that cannot be undone. A modal dialog, named by its title. Escape cancels. */
export function ConfirmDialog({ title, confirm, keep, onConfirm, onClosed, children }: ConfirmDialogProps) {
  const dialog = useModal();
  const titleId = useId();
  const wordsId = useId();
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className="modal-dialog question"
      aria-labelledby={titleId}
      aria-describedby={wordsId}
      onClose={(event) => {
        event.stopPropagation(); // The event bubbles in React: a dialog around this one stays open.
        onClosed();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      <div id={wordsId} className="question-words">
        {children}
      </div>
      <div className="question-answers">
        <Button theme="tertiary" onClick={close}>
          {keep}
        </Button>
        <Button
          theme="primary"
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
