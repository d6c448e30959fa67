import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Apart from vite.config.ts, which builds the app with Hilla's plugins: tests need none of them.
export default defineConfig({
  resolve: { alias: { Frontend: fileURLToPath(new URL('./frontend', import.meta.url)) } },
  test: { include: ['frontend/**/*.test.{ts,tsx}'], environment: 'node' },
});
