import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['grader/self/**/*.test.ts', 'labs/**/*.test.ts'],
    // A run is a function of its seed. What takes long is starting processes, on a machine that may
    // be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
