import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** How long a test may take at the most: a guard against a hang, on the slowest machine too. No test asserts by it. */
const HANG_MS = 600_000;

// Apart from vite.config.ts, which builds the app with Hilla's plugins: tests need none of them.
export default defineConfig({
  resolve: { alias: { Frontend: fileURLToPath(new URL('./frontend', import.meta.url)) } },
  test: {
    include: ['frontend/**/*.test.{ts,tsx}'],
    environment: 'node',
    setupFiles: ['frontend/offline/testing/setup.ts'],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
  },
});
