import { useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline } from '../../offline/index';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';
import { useLive, useLivePart } from '../../ui/useLive';
import './GuestProgress.css';

/**
 * Says that the server has deleted the account, and asks what becomes of it here: buttons "Keep it here without an
 * account" and "Remove it from this device", which asks once more.
 */
export function DeletedAccount() {
  const { state, name } = useLive(offline.account);
  const downloads = useLivePart(offline.downloads, ({ size }) => size);
  const [asking, setAsking] = useState(false);
  const [withDownloads, setWithDownloads] = useState(false);
  const run = useCommand();
  if (state !== 'deleted') {
    return null;
  }
  return (
    <aside className="card guest-progress" aria-label={translate(key`deleted.title`)}>
      <p>{translate(key`deleted.words`, { name: name ?? '' })}</p>
      <div className="guest-progress-answers">
        <button
          type="button"
          className="text-link"
          onClick={() => {
            run(offline.keepDeletedAsGuest());
          }}
        >
          {translate(key`deleted.keep`)}
        </button>
        <button
          type="button"
          className="text-link"
          onClick={() => {
            setWithDownloads(false);
            setAsking(true);
          }}
        >
          {translate(key`deleted.remove`)}
        </button>
      </div>
      {asking && (
        <ConfirmDialog
          title={translate(key`deleted.remove.title`)}
          confirm={translate(key`deleted.remove.confirm`)}
          keep={translate(key`forget.keep`)}
          onConfirm={() => {
            run(offline.forgetAccount(withDownloads));
          }}
          onClosed={() => {
            setAsking(false);
          }}
        >
          <p>{translate(key`deleted.remove.words`)}</p>
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
      )}
    </aside>
  );
}
