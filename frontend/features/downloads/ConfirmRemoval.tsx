import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';

interface ConfirmRemovalProps {
  readonly title: string;
  readonly words: string;
  readonly lectureIds: readonly string[];
  readonly onClosed: () => void;
}

/** Asks before downloads are removed, with "Remove" and "Keep": without a network they cannot be downloaded again. */
export function ConfirmRemoval({ title, words, lectureIds, onClosed }: ConfirmRemovalProps) {
  const run = useCommand();
  return (
    <ConfirmDialog
      title={title}
      confirm={translate(key`download.remove.confirm`)}
      keep={translate(key`download.remove.keep`)}
      onConfirm={() => {
        run(offline.removeDownloads(lectureIds));
      }}
      onClosed={onClosed}
    >
      <p>{words}</p>
    </ConfirmDialog>
  );
}
