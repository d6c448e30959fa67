import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { useLive, useLivePart } from '../../ui/useLive';
import './Welcome.css';

/**
 * What this is and for whom, on the first visit: until the listener has listened to something, downloaded something or
 * signed in.
 */
export function Welcome() {
  const isGuest = useLive(offline.account).state === 'guest';
  const isNew = useLivePart(offline.listening, ({ size }) => size === 0);
  const hasNoDownloads = useLivePart(offline.downloads, ({ size }) => size === 0);
  if (!isGuest || !isNew || !hasNoDownloads) {
    return null;
  }
  return <p className="welcome">{translate(key`home.welcome`)}</p>;
}
