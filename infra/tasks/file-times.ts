// A reporter of the test runner: how long each file took, set-up included, as JSON at `--outputFile.file-times`.

import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule, Vitest } from 'vitest/node'

export default class FileTimes implements Reporter {
  #outputFile: string | undefined

  onInit({ config: { outputFile } }: Vitest): void {
    this.#outputFile = typeof outputFile === 'object' ? outputFile['file-times'] : outputFile
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#outputFile === undefined) return
    const times = modules.map((each) => {
      const {
        environmentSetupDuration,
        prepareDuration,
        collectDuration,
        setupDuration,
        duration,
      } = each.diagnostic()
      const all = [environmentSetupDuration, prepareDuration, collectDuration, setupDuration]
      return { file: each.relativeModuleId, ms: all.reduce((sum, ms) => sum + ms, duration) }
    })
    writeFileSync(this.#outputFile, JSON.stringify(times))
  }
}
