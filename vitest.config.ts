import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** How long a test may take at the most: a guard against a hang, on the slowest machine too. No test asserts by it. */
const HANG_MS = 600_000;

// Apart from vite.config.ts, which builds the app with Hilla's plugins: tests need none of them.
export default defineConfig({
  resolve: { alias: { Frontend: fileURLToPath(new URL('./frontend', import.meta.url)) } },
  test: {
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['frontend/**/*.test.ts'],
          environment: 'node',
          setupFiles: ['frontend/offline/testing/setup.ts'],
        },
      },
      // Components, in a browser-like page (docs/decisions/0031-component-tests.md).
      {
        extends: true,
        // As vite.config.ts does for the app.
        resolve: {
          alias: {
            'intl-messageformat': fileURLToPath(
              new URL('./frontend/i18n/message-format.ts', import.meta.url),
            ),
          },
        },
        test: {
          name: 'components',
          include: ['frontend/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['frontend/testing/component-setup.ts'],
          // Hilla's packages name their own files without an extension, as bundlers take it and Node does not.
          server: { deps: { inline: [/@vaadin\/hilla-/] } },
        },
      },
    ],
  },
});
