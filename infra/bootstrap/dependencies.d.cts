export interface InstallOptions {
  readonly root: string
  readonly node: string
  readonly report: (line: string) => void
  readonly install?: (options: {
    folder: string
    node: string
    what: string
    report: (line: string) => void
  }) => Promise<void>
}

export function installDependencies(options: InstallOptions): Promise<void>
