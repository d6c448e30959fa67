/** The app itself, which draws in the place of what index.html shows. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { startLanguage } from './components/i18n';
import { startInstall } from './components/installing';
import { offline } from './offline/index';
import { router } from './routes';

/**
 * Draws the app as soon as its texts are there; local state is opened beside it, and shown when it was read.
 *
 * @returns false when neither the worker nor the server had the texts
 */
export async function draw(outlet: HTMLElement): Promise<boolean> {
  startInstall();
  offline.start().catch(reportError);
  if (!(await startLanguage())) {
    return false;
  }
  createRoot(outlet).render(createElement(RouterProvider, { router }));
  return true;
}
