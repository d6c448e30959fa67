import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';
import { getManifest } from 'workbox-build';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const built = folder('../../target/bench-bare');

/** The app's own worker, which precaches the files of the bare page. All of them are compressed as the app's are. */
const worker: Plugin = {
  name: 'bench:worker',
  apply: 'build',
  enforce: 'post',
  closeBundle: async () => {
    const { manifestEntries } = await getManifest({
      globDirectory: built,
      globPatterns: ['**/*.{js,css,html}'],
      globIgnores: ['sw.js'],
    });
    const entries = manifestEntries.map((entry) =>
      entry.url === 'index.html' ? { ...entry, url: '.' } : entry,
    );
    await build({
      entryPoints: [folder('../../frontend/sw.ts')],
      outfile: `${built}/sw.js`,
      ...{ bundle: true, minify: true, logLevel: 'error', target: 'es2023' },
      alias: { Frontend: folder('../../frontend') },
      define: {
        'self.__WB_MANIFEST': JSON.stringify(entries),
        'process.env.NODE_ENV': '"production"',
      },
    });
    for (const { url } of [...manifestEntries, { url: 'sw.js' }]) {
      writeFileSync(`${built}/${url}.br`, brotliCompressSync(readFileSync(`${built}/${url}`)));
    }
  },
};

/** Built as the app is (vite.generated.ts), with nothing of the app but its worker. */
export default defineConfig({
  root: folder('.'),
  base: '',
  resolve: { preserveSymlinks: true },
  build: {
    outDir: built,
    emptyOutDir: true,
    assetsDir: 'VAADIN/build',
    target: 'es2023',
  },
  plugins: [worker],
});
