import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['grader/self/**/*.test.ts', 'labs/**/*.test.ts'],
    // A run is a function of its seed; what takes long here is starting processes, on a machine that may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
