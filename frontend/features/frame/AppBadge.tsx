import { useEffect } from 'react';
import { offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';

/** A dot on the app's icon while something about the account waits for the listener. */
export function AppBadge() {
  const needed = useLivePart(offline.account, ({ state }) => state === 'expired' || state === 'deleted');
  const known = useLivePart(offline.account, ({ state }) => state !== 'loading');
  useEffect(() => {
    // A browser may lack badges or refuse to show one. Nothing depends on it.
    if (known && 'setAppBadge' in navigator) {
      (needed ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => undefined);
    }
  }, [known, needed]);
  return null;
}
