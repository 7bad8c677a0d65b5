import { defineConfig } from 'vitest/config';

/**
 * Three projects, by what a test may touch: the core nothing (so its files may share one
 * process), the server PostgreSQL (one cluster for the whole run), the web the page.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Stopping PostgreSQL at the end of the run waits for its last checkpoint.
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['packages/core/**/*.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['packages/server/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          testTimeout: 60_000,
          // The first start of PostgreSQL can take long on a busy machine.
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['packages/web/**/*.test.ts', 'packages/web/**/*.test.tsx'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
