import { startTransition, useCallback, useEffect, useRef, useState } from 'react';

/**
 * Runs a command of the core. The command's effect is shown by the core's live values. A rejection is thrown while
 * rendering, where React's error boundary catches it, so that none is dropped.
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
        // The component is gone, as a dialog that its answer closed: no boundary would see the fault.
        reportError(fault);
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
