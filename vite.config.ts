import { fileURLToPath } from 'node:url';
import { type Plugin, type UserConfigFn } from 'vite';
import { overrideVaadinConfig } from './vite.generated';

/** Where `./mvnw` serves the product; the development server hands everything but the app to it. */
const server = `http://localhost:${process.env.PORT ?? '8080'}`;

/** Hilla's generated entry imports Flow's client unconditionally; the app has no use for it. */
const withoutFlow: Plugin = {
  name: 'durus:without-flow',
  enforce: 'pre',
  resolveId: (id) =>
    id.endsWith('generated/flow/Flow.js') ? fileURLToPath(new URL('./frontend/without-flow.ts', import.meta.url)) : null,
};

/** Vaadin's base adds styles by `<style>` elements, which the server's policy forbids: ours adopt sheets instead. */
const withoutInlineStyles: Plugin = {
  name: 'durus:without-inline-styles',
  enforce: 'pre',
  resolveId: (id) => {
    const file = /\/(add-global-styles|slot-styles-mixin)\.js$/.exec(id)?.[1];
    return file ? fileURLToPath(new URL(`./frontend/theme/vaadin/${file}.ts`, import.meta.url)) : null;
  },
};

/**
 * The core is a chunk of its own, so that the first picture does not wait for it; but it is always needed right after,
 * and a slow network should not first have to read in one chunk that there is another.
 */
const coreIsAskedForEarly: Plugin = {
  name: 'durus:core-is-asked-for-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
      const entry = chunks.find(({ isEntry }) => isEntry);
      const core = chunks.filter(({ facadeModuleId }) => /\/(offline\/(core|browser)|gateway\/index)\.ts$/.test(facadeModuleId ?? ''));
      const files = new Set(core.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      return [...files]
        .filter((file) => file !== entry?.fileName && !entry?.imports.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        }));
    },
  },
};

/** Vaadin's development configuration answers pages with nothing: every page is index.html, as on the server. */
const everyPageIsTheApp: Plugin = {
  name: 'durus:every-page-is-the-app',
  apply: 'serve',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const isPage = request.headers.accept?.includes('text/html') && !/\.|^\/(connect|audio|health)/.test(path);
      if (isPage) {
        request.url = '/index.html';
      }
      next();
    });
  },
};

const customConfig: UserConfigFn = () => ({
  // Icons and the web app manifest: copied as they are, then precached.
  publicDir: 'public',
  plugins: [withoutFlow, withoutInlineStyles, coreIsAskedForEarly, everyPageIsTheApp],
  server: {
    proxy: {
      '/connect': { target: server },
      '/audio': { target: server },
      '/health': { target: server },
      '^/\\?v-r=': { target: server },
    },
  },
});

export default overrideVaadinConfig(customConfig);
