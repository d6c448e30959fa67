import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import './theme/base.css';
import { startLanguage } from './components/i18n';
import { startInstall } from './components/installing';
import { startTheme } from './components/theme';
import { offline } from './offline/index';
import { router } from './routes';

/** Draws the app as soon as its texts are there; local state is opened beside it, and shown when it was read. */
async function draw(outlet: HTMLElement): Promise<void> {
  if (await startLanguage()) {
    createRoot(outlet).render(createElement(RouterProvider, { router }));
    return;
  }
  // Neither worker nor server had the texts, so this cannot be one of them.
  outlet.textContent =
    'Salafi Durus could not be loaded. Please try again. · تعذّر تحميل التطبيق، فحاول من جديد.';
  window.addEventListener('online', () => {
    window.location.reload();
  });
}

const outlet = document.getElementById('outlet');
if (!outlet) {
  throw new Error('index.html has no outlet');
}

startTheme();
startInstall();
// No await at the top level: the parts that are loaded later import this module's chunk, and would wait for it
// while it waits for them.
offline.start().catch(reportError);
draw(outlet).catch(reportError);
