import type { DownloadView } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';
import { cancelAll, unfinished } from './bulk';

interface ConfirmCancelProps {
  /** Those that are complete stay. */
  readonly downloads: readonly DownloadView[];
  readonly onClosed: () => void;
}

/** Asks before several downloads are cancelled: what has arrived of them is removed. */
export function ConfirmCancel({ downloads, onClosed }: ConfirmCancelProps) {
  const run = useCommand();
  const { length } = unfinished(downloads);
  return (
    <ConfirmDialog
      title={translate(key`downloads.cancel.title`)}
      confirm={translate(key`downloads.cancel.confirm`)}
      keep={translate(key`downloads.cancel.keep`)}
      onConfirm={() => {
        run(cancelAll(downloads));
      }}
      onClosed={onClosed}
    >
      <p>{translate(key`downloads.cancel.words`, counted(currentLocale(), length))}</p>
    </ConfirmDialog>
  );
}
