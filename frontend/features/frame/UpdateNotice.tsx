import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { useLive, useLivePart } from '../../ui/useLive';
import './UpdateNotice.css';

/**
 * Offers a new version of the app, with "Use it now". It is shown only while nothing plays, because taking the version
 * reloads the app. Without a tap the new version is used when the app is next opened.
 */
export function UpdateNotice() {
  const ready = useLive(offline.update);
  const busy = useLivePart(offline.player, ({ state }) => state === 'playing' || state === 'loading');
  return !ready || busy ? null : (
    <p className="card update-notice" role="status">
      <span>{translate(key`update.ready`)}</span>
      <button
        type="button"
        className="text-link"
        onClick={() => {
          offline.applyUpdate();
        }}
      >
        {translate(key`update.use`)}
      </button>
    </p>
  );
}
