export interface LockOptions {
  readonly report: (line: string) => void
  /** What the lock is for, to say while waiting. */
  readonly what: string
  readonly signal?: AbortSignal | undefined
}

export function cacheDir(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string): string
export function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T>
export function withTemporary<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T>
