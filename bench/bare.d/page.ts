/**
 * What bench/weight and bench/lighthouse compare the app with: React, the router and one Vaadin button, as the app
 * imports them, and the app's worker.
 */
import { Button } from '@vaadin/react-components/Button.js';
import { RouterConfigurationBuilder } from '@vaadin/hilla-file-router/runtime.js';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';

function Bare() {
  return createElement(
    'main',
    null,
    createElement('h1', null, 'A bare page'),
    createElement(Button, { theme: 'primary' }, 'A button'),
  );
}

const { router } = new RouterConfigurationBuilder()
  .withReactRoutes([{ path: '/', element: createElement(Bare) }])
  .build();

const outlet = document.getElementById('outlet');
if (outlet === null) {
  throw new Error('index.html has no outlet');
}
createRoot(outlet).render(createElement(RouterProvider, { router }));

navigator.serviceWorker
  .register('sw.js')
  .then(() => navigator.serviceWorker.ready)
  .then(
    ({ active }) => {
      active?.postMessage('claim');
    },
    (failure: unknown) => {
      reportError(failure);
    },
  );
