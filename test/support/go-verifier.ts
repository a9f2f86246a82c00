// The second verifier, built once from the pinned sources with the Go on PATH. Its build is cached by Go itself.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const sources = fileURLToPath(new URL('../go-verifier', import.meta.url))

/** Whether Go is here: without it the second verifier cannot be asked, and its tests say that they were skipped. */
export const hasGo = spawnSync('go', ['version']).status === 0

export interface GoJudgement {
  readonly file: string
  readonly sound: boolean
  readonly wrong: readonly string[]
  readonly entries: readonly {
    readonly entry: string
    readonly seenBy: readonly string[]
    readonly heldBy: readonly string[]
    readonly durableBy: readonly string[]
    readonly witnessedBy: readonly string[]
    readonly notBefore?: string
    readonly notAfter?: string
  }[]
}

export interface GoVerifier {
  vectors(): unknown
  evidence(files: readonly string[]): GoJudgement[]
}

export function buildGoVerifier(): GoVerifier {
  const binary = path.join(mkdtempSync(path.join(tmpdir(), 'concert-go-')), 'go-verifier')
  execFileSync('go', ['build', '-mod=readonly', '-o', binary, '.'], { cwd: sources })
  const run = (...args: readonly string[]) =>
    execFileSync(binary, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return {
    vectors: () => JSON.parse(run('vectors')) as unknown,
    evidence: (files) =>
      run('evidence', ...files)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as GoJudgement),
  }
}
