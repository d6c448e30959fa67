/**
 * The parts of Vite's configuration that only the development server (`npm run dev`) uses. It serves the app itself.
 * It hands to the product's server what only that has: `frontend/server-routes.json` lists the paths, and
 * `RoutesTest` compares the list with the server's router. The texts are the one thing that the server answers
 * by the query of a page's address.
 */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, ProxyOptions } from 'vite';
import serverRoutes from '../server-routes.json';

const FRONTEND = new URL('../', import.meta.url);
const SERVER_PATH = new RegExp(`^(${serverRoutes.join('|')})(/|\\?|$)`);
const TEXTS = /^\/\?v-r=/;

function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?')[0] ?? '/';
}

/** Vite serves `frontend/` at its root, so a module in `frontend/covers` also has an address under `/covers`. */
function isModule(url: string | undefined): boolean {
  const file = fileURLToPath(new URL(`.${pathOf(url)}`, FRONTEND));
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @param server where the product's server is, without a path */
export function handedToServer(server: string): Record<string, ProxyOptions> {
  const options: ProxyOptions = {
    target: server,
    bypass: ({ url }) => (isModule(url) ? url : undefined),
  };
  return Object.fromEntries([SERVER_PATH, TEXTS].map(({ source }) => [source, options]));
}

/**
 * Vaadin's development configuration would answer pages with nothing. Here each page is index.html, as on the
 * server.
 */
export const everyPageIsTheApp: Plugin = {
  name: 'durus:every-page-is-the-app',
  apply: 'serve',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      const url = request.url ?? '/';
      const namesFile = /\.[^/]*$/.test(pathOf(url));
      const wantsPage = request.headers.accept?.includes('text/html') ?? false;
      if (wantsPage && !namesFile && !SERVER_PATH.test(url) && !TEXTS.test(url)) {
        request.url = '/index.html';
      }
      next();
    });
  },
};

/** The app registers no worker here. A worker that the product left at this address would show the old app. */
const WORKER_THAT_LEAVES = `
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(leave()));
async function leave() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
  const pages = await self.clients.matchAll({ type: 'window' });
  await Promise.all(pages.map((page) => page.navigate(page.url)));
}
`;

/**
 * A browser requests its worker's script again with each page. It gets a script that unregisters itself and
 * reloads the page.
 */
export const noOlderWorker: Plugin = {
  name: 'durus:no-older-worker',
  apply: 'serve',
  configureServer: (server) => {
    server.middlewares.use('/sw.js', (_request, response) => {
      response.setHeader('Content-Type', 'text/javascript');
      response.setHeader('Cache-Control', 'no-store');
      response.end(WORKER_THAT_LEAVES);
    });
  },
};
