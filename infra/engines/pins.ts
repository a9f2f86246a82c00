// The engines' versions, and where each comes from. The one place that changes when an engine is upgraded.

export type EngineName = 'nats-server' | 'temporal'

export interface EnginePin {
  readonly version: string
  /** Names an executable of this engine, before everything else. */
  readonly env: string
  /** What `--version` prints; the first group is the version. */
  readonly versionPattern: RegExp
  /** A program built by `go install` may call itself 0.0.0-DEV; then what it carries inside says what it is. */
  readonly innerVersion?: { readonly pattern: RegExp; readonly version: string }
  /** What `go install` builds, at `v<version>`. */
  readonly goPackage: string
  /** The module of that, and the hash of its source as Go counts it: what is built here is this source or nothing. */
  readonly goModule: { readonly path: string; readonly sum: string }
  /** How long that takes, measured on two cores. */
  readonly goMinutes: string
  readonly official: OfficialSource
  /** For a person who has to install it by hand. */
  readonly homepage: string
}

/** `archive`: a release archive beside a SHA-256 list. `sdk`: the Temporal SDK's own cached download. */
export type OfficialSource =
  | { readonly kind: 'archive'; readonly base: string; readonly sums: string }
  | { readonly kind: 'sdk'; readonly probe: string }

export const pins: Readonly<Record<EngineName, EnginePin>> = {
  'nats-server': {
    version: '2.15.2',
    env: 'CONCERT_NATS_SERVER',
    versionPattern: /^nats-server: v(\d+\.\d+\.\d+\S*)/,
    goPackage: 'github.com/nats-io/nats-server/v2',
    goModule: {
      path: 'github.com/nats-io/nats-server/v2',
      sum: 'h1:yLsgt2kslgymvxvjFq1WGWck5hkat2YYfbXvQ145tzU=',
    },
    goMinutes: '1 to 4',
    official: {
      kind: 'archive',
      base: 'https://github.com/nats-io/nats-server/releases/download/v2.15.2',
      sums: 'SHA256SUMS',
    },
    homepage: 'https://github.com/nats-io/nats-server/releases',
  },
  temporal: {
    version: '1.5.1',
    env: 'CONCERT_TEMPORAL',
    versionPattern: /^temporal version (\d+\.\d+\.\d+\S*)/,
    innerVersion: { pattern: /\(Server (\d+\.\d+\.\d+)/, version: '1.29.1' },
    goPackage: 'github.com/temporalio/cli/cmd/temporal',
    goModule: {
      path: 'github.com/temporalio/cli',
      sum: 'h1:0RZMk14BWxz44Xg6ciDQvpfAMffoG3J7/K03ql80teY=',
    },
    goMinutes: '4 to 7',
    official: { kind: 'sdk', probe: 'https://temporal.download/cli/v1.5.1' },
    homepage: 'https://docs.temporal.io/cli#install',
  },
}

export const engineNames = Object.keys(pins) as EngineName[]
