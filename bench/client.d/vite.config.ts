import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The measuring page: the app's own modules, bundled as the app is, without its views. */
export default defineConfig({
  root: folder('.'),
  base: '/bench/',
  resolve: { alias: { Frontend: folder('../../frontend') } },
  build: { outDir: folder('../../target/bench-client'), emptyOutDir: true, target: 'es2023' },
});
