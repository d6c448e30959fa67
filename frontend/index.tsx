import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import './theme/base.css';
import { startLanguage } from './components/i18n';
import { startTheme } from './components/theme';
import { offline } from './offline/index';
import { router } from './routes';

const outlet = document.getElementById('outlet');
if (!outlet) {
  throw new Error('index.html has no outlet');
}

/**
 * Never awaited at the top level of this module: the chunks of views and of the offline core import from
 * it, so none of them could be loaded before it is evaluated to its end.
 */
async function launch(into: HTMLElement): Promise<void> {
  startTheme();
  // Local state is opened while the texts are read; neither waits for the other.
  const started = offline.start();
  if (await startLanguage()) {
    createRoot(into).render(createElement(RouterProvider, { router }));
  } else {
    // Neither worker nor server had the texts, so this cannot be one of them. The next load tries again.
    into.textContent =
      'Salafi Durus could not be loaded. Please try again. · تعذّر تحميل التطبيق، فحاول من جديد.';
    window.addEventListener('online', () => {
      window.location.reload();
    });
  }
  await started;
}

launch(outlet).catch(reportError);
