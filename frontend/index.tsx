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

startTheme();
// Local state is opened while the texts are read; neither waits for the other.
const started = offline.start();
if (await startLanguage()) {
  createRoot(outlet).render(createElement(RouterProvider, { router }));
} else {
  // Neither worker nor server had the texts, so this cannot be one of them. The next load tries again.
  outlet.textContent =
    'Salafi Durus could not be loaded. Please try again. · تعذّر تحميل التطبيق، فحاول من جديد.';
  window.addEventListener('online', () => {
    window.location.reload();
  });
}
await started;
