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

/** `pinned`: release archives whose SHA-256 stands here; another platform's as `otherwise` says. `archive`: a release archive beside a SHA-256 list. `sdk`: the Temporal SDK's own cached download, which compares no hash. */
export type OfficialSource =
  | {
      readonly kind: 'pinned'
      readonly base: string
      /** Name of an archive and its SHA-256, by platform and architecture as Go names them: `linux-amd64`. */
      readonly archives: Readonly<
        Record<string, { readonly asset: string; readonly sha256: string }>
      >
      readonly otherwise: OfficialSource
    }
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
    official: {
      kind: 'pinned',
      base: 'https://github.com/temporalio/cli/releases/download/v1.5.1',
      // From the package lists cashapp/hermit-packages and, for Windows, ScoopInstaller/Main; other public pins say the same. Not compared with the release
      // itself, which could not be reached where this was written: a wrong one refuses the archive, and the engine is built from source.
      archives: {
        'linux-amd64': {
          asset: 'temporal_cli_1.5.1_linux_amd64.tar.gz',
          sha256: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
        },
        'linux-arm64': {
          asset: 'temporal_cli_1.5.1_linux_arm64.tar.gz',
          sha256: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
        },
        'darwin-amd64': {
          asset: 'temporal_cli_1.5.1_darwin_amd64.tar.gz',
          sha256: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
        },
        'darwin-arm64': {
          asset: 'temporal_cli_1.5.1_darwin_arm64.tar.gz',
          sha256: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
        },
        'windows-amd64': {
          asset: 'temporal_cli_1.5.1_windows_amd64.zip',
          sha256: 'd3b7982a15f3e5716d55a304f18465f625c144f154e52ac45dcfe288eb642eb3',
        },
        'windows-arm64': {
          asset: 'temporal_cli_1.5.1_windows_arm64.zip',
          sha256: '28e7cf32d7fa41d7b2daf4803ebd76897ceb1c1ba5094939e3f0edd119da0f4d',
        },
      },
      otherwise: { kind: 'sdk', probe: 'https://temporal.download/cli/v1.5.1' },
    },
    homepage: 'https://docs.temporal.io/cli#install',
  },
}

export const engineNames = Object.keys(pins) as EngineName[]
