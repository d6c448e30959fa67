import { useEffect } from 'react';
import { offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';

/** A dot on the app's icon while synchronization waits until the listener signs in again. */
export function AppBadge() {
  const needed = useLivePart(offline.account, ({ state }) => state === 'expired');
  const known = useLivePart(offline.account, ({ state }) => state !== 'loading');
  useEffect(() => {
    // A browser may lack badges or refuse to show one. Nothing depends on it.
    if (known && 'setAppBadge' in navigator) {
      (needed ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => undefined);
    }
  }, [known, needed]);
  return null;
}
