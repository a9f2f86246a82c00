export interface Versions {
  readonly node: string
  readonly tz?: string | undefined
}

export interface FindNodeOptions {
  readonly report: (line: string) => void
  readonly env?: NodeJS.ProcessEnv
  readonly self?: { readonly versions: Versions; readonly execPath: string }
  readonly install?: (options: {
    folder: string
    node: string
    what: string
    report: (line: string) => void
  }) => Promise<void>
  readonly releases?: string
  /** SHA-256 of release archives by name. */
  readonly archives?: Readonly<Record<string, string>>
  readonly limits?: import('./download.cjs').DownloadLimits
}

export function findNode(options: FindNodeOptions): Promise<{ path: string; from: string }>
export function refusal(versions: Versions): string | undefined
export function compareZoneData(a: string, b: string): number
