import { lazy, Suspense, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { useLive } from '../../ui/useLive';
import './GuestProgress.css';

const ForgetQuestion = lazy(async () => ({
  default: (await import('./ForgetQuestion')).ForgetQuestion,
}));

/**
 * Says that the server has deleted the account, and asks what becomes of it here: buttons "Keep it here without an
 * account" and "Remove it from this device", which asks once more.
 */
export function DeletedAccount() {
  const { state, name } = useLive(offline.account);
  const [asking, setAsking] = useState(false);
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
            setAsking(true);
          }}
        >
          {translate(key`deleted.remove`)}
        </button>
      </div>
      {asking && (
        <Suspense>
          <ForgetQuestion
            title={translate(key`deleted.remove.title`)}
            confirm={translate(key`deleted.remove.confirm`)}
            onClosed={() => {
              setAsking(false);
            }}
          >
            <p>{translate(key`deleted.remove.words`)}</p>
          </ForgetQuestion>
        </Suspense>
      )}
    </aside>
  );
}
