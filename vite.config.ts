import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Plugin, type UserConfigFn } from 'vite';
import { everyPageIsTheApp, handedToServer, noOlderWorker } from './frontend/development/server';
import { overrideVaadinConfig } from './vite.generated';

/** Where `./mvnw` serves the product. */
const server = `http://localhost:${process.env.PORT ?? '8080'}`;

/**
 * Hilla's generated entry imports Flow's client unconditionally, and the routes for it; the app has no use for it, and
 * brings its routes itself.
 */
const withoutFlow: Plugin = {
  name: 'durus:without-flow',
  enforce: 'pre',
  resolveId: (id) =>
    /(generated\/flow\/Flow|\.\/vaadin-react)\.js$/.test(id)
      ? fileURLToPath(new URL('./frontend/without-flow.ts', import.meta.url))
      : null,
};

/** Hilla's i18n formats texts with all of ICU's message format, of which the texts need little (docs/decisions/0066). */
const withSmallMessageFormat: Plugin = {
  name: 'durus:with-small-message-format',
  enforce: 'pre',
  resolveId: (id) =>
    id === 'intl-messageformat'
      ? fileURLToPath(new URL('./frontend/i18n/message-format.ts', import.meta.url))
      : null,
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
 * A slow network should not first have to read in one file that there is another: the page itself asks for the app and
 * for its core, each a chunk of its own.
 */
const askedForEarly: Plugin = {
  name: 'durus:asked-for-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
      const having = (module: RegExp) =>
        chunks.filter(({ moduleIds }) => moduleIds.some((id) => module.test(id)));
      const entry = having(/\/frontend\/index\.tsx$/);
      const early = [
        /\/frontend\/app\.tsx$/,
        /\/frontend\/offline\/index\.ts$/,
        /\/frontend\/offline\/core\.ts$/,
        /\/frontend\/offline\/platform\/browser\.ts$/,
        /\/frontend\/gateway\/index\.ts$/,
      ].flatMap(having);
      const there = new Set(entry.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      const scripts = new Set(early.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      const styles = new Set(early.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
      const ask = (attrs: Record<string, string>, file: string) => ({
        tag: 'link',
        attrs: { ...attrs, crossorigin: true, href: `./${file}` },
        injectTo: 'head' as const,
      });
      return [
        ...[...scripts].filter((file) => !there.has(file)).map((file) => ask({ rel: 'modulepreload' }, file)),
        ...[...styles].map((file) => ask({ rel: 'preload', as: 'style' }, file)),
      ];
    },
  },
};

/**
 * What is seen until the app is drawn waits for nothing that comes with the app: its picture is in the page, and the
 * styles are asked for before the scripts.
 */
const openingAtOnce: Plugin = {
  name: 'durus:opening-at-once',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => {
      const star = readFileSync(new URL('./frontend/public/icons/star.svg', import.meta.url), 'utf8');
      const withStar = html.replace(
        /src="[^"]*\/star\.svg"/,
        `src="data:image/svg+xml,${encodeURIComponent(star)}"`,
      );
      const styles = /^.*<link rel="stylesheet".*\n/m.exec(withStar)?.[0] ?? '';
      return withStar.replace(styles, '').replace(/^.*<script type="module"/m, (script) => styles + script);
    },
  },
};

const customConfig: UserConfigFn = () => ({
  // Icons and the web app manifest: copied as they are, then precached.
  publicDir: 'public',
  plugins: [
    ...[withoutFlow, withSmallMessageFormat, withoutInlineStyles, askedForEarly, openingAtOnce],
    ...[everyPageIsTheApp, noOlderWorker],
  ],
  // Babel adds this import to each component, after Vite looked for what to prepare: found late, it reloads the page.
  optimizeDeps: { include: ['@preact/signals-react/runtime'] },
  server: {
    port: Number(process.env.DEV_PORT ?? '5173'),
    // Another port would be another origin, with another store: better to say that this one is taken.
    strictPort: true,
    proxy: handedToServer(server),
  },
});

export default overrideVaadinConfig(customConfig);
