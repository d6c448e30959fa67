import { useEffect, useState } from 'react';
import { offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';

/** A load that is over sooner is not worth a sign. */
const BUFFERING_AFTER_MS = 400;

/** Whether what should play has been loading for so long that the listener has to be told. */
export function useBuffering(): boolean {
  const loading = useLivePart(offline.player, ({ state }) => state === 'loading');
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!loading) {
      return undefined;
    }
    const timer = setTimeout(() => {
      setLate(true);
    }, BUFFERING_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [loading]);
  return loading && late;
}
