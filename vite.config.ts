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
    id.endsWith('generated/flow/Flow.js')
      ? fileURLToPath(new URL('./frontend/without-flow.ts', import.meta.url))
      : null,
};

/** Hilla's client loads what it would push by as soon as it is there itself; no endpoint of ours pushes. */
const withoutPush: Plugin = {
  name: 'durus:without-push',
  enforce: 'pre',
  resolveId: (id) =>
    id === 'atmosphere.js' ? fileURLToPath(new URL('./frontend/without-push.ts', import.meta.url)) : null,
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
 * A slow network should not first have to read in one file that there is another. The page itself asks for the core,
 * which is a chunk of its own so that the first picture does not wait for it; and a small script beside the app asks for
 * the texts.
 */
const askedForEarly: Plugin = {
  name: 'durus:asked-for-early',
  apply: 'build',
  buildStart() {
    this.emitFile({
      type: 'chunk',
      id: fileURLToPath(new URL('./frontend/early.ts', import.meta.url)),
      name: 'early',
    });
  },
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
      const of = (module: RegExp) => chunks.filter(({ facadeModuleId }) => module.test(facadeModuleId ?? ''));
      const early = of(/\/frontend\/early\.ts$/);
      const core = of(/\/frontend\/(offline\/(core|browser)|gateway\/index)\.ts$/);
      const app = of(/\/index\.html$/).flatMap(({ fileName, imports }) => [fileName, ...imports]);
      const preloads = [
        ...early.flatMap(({ imports }) => imports),
        ...core.flatMap(({ fileName, imports }) => [fileName, ...imports]),
      ];
      return [
        ...early.map(({ fileName }) => ({
          tag: 'script',
          attrs: { type: 'module', async: true, crossorigin: true, src: `./${fileName}` },
          injectTo: 'head' as const,
        })),
        ...[...new Set(preloads)]
          .filter((file) => !app.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head' as const,
          })),
      ];
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
      const isPage =
        request.headers.accept?.includes('text/html') && !/\.|^\/(connect|audio|health)/.test(path);
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
  plugins: [withoutFlow, withoutPush, withoutInlineStyles, askedForEarly, everyPageIsTheApp],
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
