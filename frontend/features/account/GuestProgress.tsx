import { offline } from '../../offline/index';
import { counted } from '../../i18n/format';
import './GuestProgress.css';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useCommand } from '../../ui/useCommand';
import { useLive } from '../../ui/useLive';

/** Asks once after signing in whether the account takes over what was heard here without an account. */
export function GuestProgress() {
  const { state, guestLectures } = useLive(offline.account);
  const run = useCommand();
  if (state !== 'signed-in' || guestLectures === 0) {
    return null;
  }
  const answer = (keep: boolean) => () => {
    run(offline.keepGuestProgress(keep));
  };
  return (
    <aside className="card guest-progress" aria-label={translate(key`guest.title`)}>
      <p>{translate(key`guest.question`, counted(currentLocale(), guestLectures))}</p>
      <div className="guest-progress-answers">
        <button type="button" className="text-link" onClick={answer(true)}>
          {translate(key`guest.keep`)}
        </button>
        <button type="button" className="text-link" onClick={answer(false)}>
          {translate(key`guest.leave`)}
        </button>
      </div>
    </aside>
  );
}
