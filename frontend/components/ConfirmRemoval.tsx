import { ConfirmDialog } from '@vaadin/react-components/ConfirmDialog.js';
import { offline } from '../offline/index';
import { key, translate } from './i18n';
import { useCommand } from './useCommand';

interface ConfirmRemovalProps {
  readonly title: string;
  readonly words: string;
  readonly lectureIds: readonly string[];
  readonly onClosed: () => void;
}

/** Asks before downloads are removed, in a dialog with "Remove" and "Keep": offline there is no way to get them back. */
export function ConfirmRemoval({ title, words, lectureIds, onClosed }: ConfirmRemovalProps) {
  const run = useCommand();
  return (
    <ConfirmDialog
      opened
      header={title}
      message={words}
      confirmText={translate(key`download.remove.confirm`)}
      cancelText={translate(key`download.remove.keep`)}
      cancelButtonVisible
      onConfirm={() => {
        run(Promise.all(lectureIds.map((lectureId) => offline.removeDownload(lectureId))));
      }}
      onOpenedChanged={(event) => {
        if (!event.detail.value) {
          onClosed();
        }
      }}
    />
  );
}
