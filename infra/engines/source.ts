// What a way of fetching an engine is given, and gives.

import type { EngineName, EnginePin } from './pins.ts'

/** One way of making the engine's executable in `folder`; returns its path there, or throws why not. */
export type EngineSource = (task: SourceTask) => Promise<string>

export interface SourceTask {
  readonly name: EngineName
  readonly pin: EnginePin
  /** Temporary, on the cache's disk; removed afterwards. */
  readonly folder: string
  readonly report: (line: string) => void
  readonly signal?: AbortSignal | undefined
}

export function executableName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}
