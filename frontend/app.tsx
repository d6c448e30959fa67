/** The app itself. It replaces what index.html shows. */
import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { belowBasePath } from './base-path';
import { startLanguage } from './i18n/i18n';
import { startInstall } from './features/install/installing';
import { lectureIn, takeOverLinkedPlayer } from './linked-player';
import { offline } from './offline/index';
import { router } from './routes';

/**
 * Renders the app as soon as its texts have arrived. The local store is opened meanwhile, and shown once it
 * was read.
 *
 * @param onFault is called, with the outlet empty, when local state cannot be opened
 * @returns false when neither the worker nor the server had the texts
 */
export async function draw(outlet: HTMLElement, onFault: (fault: unknown) => void): Promise<boolean> {
  let root: Root | null = null;
  startInstall();
  const started = offline.start();
  started.catch((fault: unknown) => {
    root?.unmount(); // Without it views would wait for ever.
    onFault(fault);
  });
  if (!(await startLanguage())) {
    return false;
  }
  root = createRoot(outlet);
  root.render(createElement(RouterProvider, { router }));
  started.then(
    () => {
      takeOverLinkedPlayer(offline, lectureIn(belowBasePath(window.location.pathname)));
    },
    () => undefined, // It was reported above.
  );
  return true;
}
