import { startTransition, useCallback, useState } from 'react';

/**
 * Runs what a tap asked for. What the core answers in time is shown by its own live values; a fault is thrown
 * where React's error boundary sees it, so that none is dropped.
 */
export function useCommand(): (command: Promise<unknown>) => void {
  const [, setFault] = useState<null>(null);
  return useCallback((command) => {
    command.catch((fault: unknown) => {
      startTransition(() => {
        setFault(() => {
          throw fault;
        });
      });
    });
  }, []);
}
