import { type ReactNode, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline } from '../../offline/index';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';

/**
 * Asks whether the account is forgotten on this device. Downloads stay unless the box "Remove the downloads too" is
 * ticked.
 *
 * @param confirm the words of the button that forgets
 * @param children what is lost
 */
export function ForgetQuestion({
  title,
  confirm,
  onClosed,
  children,
}: {
  readonly title: string;
  readonly confirm: string;
  readonly onClosed: () => void;
  readonly children: ReactNode;
}) {
  const [withDownloads, setWithDownloads] = useState(false);
  const downloads = useLivePart(offline.downloads, ({ size }) => size);
  const run = useCommand();
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      keep={translate(key`forget.keep`)}
      onConfirm={() => {
        run(offline.forgetAccount(withDownloads));
      }}
      onClosed={onClosed}
    >
      {children}
      {downloads > 0 && (
        <label>
          <input
            type="checkbox"
            checked={withDownloads}
            onChange={(event) => {
              setWithDownloads(event.target.checked);
            }}
          />
          {translate(key`forget.downloads`)}
        </label>
      )}
    </ConfirmDialog>
  );
}
