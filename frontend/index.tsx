import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { router } from './routes';

const outlet = document.getElementById('outlet');
if (!outlet) {
  throw new Error('index.html has no outlet');
}
createRoot(outlet).render(createElement(RouterProvider, { router }));
