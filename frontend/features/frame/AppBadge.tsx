import { useEffect } from 'react';
import { offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';

/** A dot on the app's icon while only the listener can help: synchronization waits for signing in again. */
export function AppBadge() {
  const needed = useLivePart(offline.account, ({ state }) => state === 'expired');
  const known = useLivePart(offline.account, ({ state }) => state !== 'loading');
  useEffect(() => {
    // Not every browser has badges, and one that has them may refuse: nothing depends on it.
    if (known && 'setAppBadge' in navigator) {
      (needed ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => undefined);
    }
  }, [known, needed]);
  return null;
}
