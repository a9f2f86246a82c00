import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests start engines and services of their own: more workers than cores would only make each other late. */
const workers = Math.max(1, Math.min(4, availableParallelism() - 1))

/** Slow kinds first, so that no core idles at the end; last of all what waits for a program that may still be being built. */
function placeOf({ moduleId }: TestSpecification): number {
  if (/\/(foreign-[\w-]+|evidence-go|federation\/evidence)\.test\.ts$/.test(moduleId)) return 3
  if (/\/test\/unit\//.test(moduleId)) return 2
  return /\/test\/contract\//.test(moduleId) ? 1 : 0
}

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: workers,
    sequence: { sequencer: SlowFirst },
    // Unit tests need milliseconds; starting a Temporal server on two busy cores has taken ten seconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    teardownTimeout: 30_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
})
