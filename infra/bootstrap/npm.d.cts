export interface NpmCiOptions {
  readonly folder: string
  /** The Node that runs npm. */
  readonly node: string
  readonly what: string
  readonly report: (line: string) => void
}

export function npmCi(options: NpmCiOptions): Promise<void>
