import { startTransition, useCallback, useEffect, useRef, useState } from 'react';

/**
 * Runs what a tap asked for. What the core answers in time is shown by its own live values; a fault is thrown
 * where React's error boundary sees it, so that none is dropped.
 */
export function useCommand(): (command: Promise<unknown>) => void {
  const [, setFault] = useState<null>(null);
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useCallback((command) => {
    command.catch((fault: unknown) => {
      if (!isShown.current) {
        reportError(fault); // A question is closed by its answer: there is no boundary around it any more.
        return;
      }
      startTransition(() => {
        setFault(() => {
          throw fault;
        });
      });
    });
  }, []);
}
