import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests start engines and services of their own: more workers than cores would only make each other late. */
const workers = Math.max(1, Math.min(4, availableParallelism() - 1))

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: workers,
    // Unit tests need milliseconds; starting a Temporal server on two busy cores has taken ten seconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
})
