// Runs the project's own tools (type checker, linter, test runner) on this Node, with their output on the terminal.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const formatter = 'prettier/bin/prettier.cjs'

export interface RunOptions {
  /** Its output comes by whole lines, so that what runs beside it does not write in the middle of one. */
  readonly byLines?: boolean
}

/** Runs a tool of node_modules; its exit code. */
export function runTool(
  script: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<number> {
  return run([path.join(root, 'node_modules', script), ...args], options)
}

/** Runs a Node program at the project's root; its exit code (128 + the signal's number, as a shell says it, if it was ended by one). */
export function run(
  command: readonly string[],
  { byLines = false }: RunOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: byLines ? ['inherit', 'pipe', 'pipe'] : 'inherit',
      env: byLines && process.stdout.isTTY ? { ...process.env, FORCE_COLOR: '1' } : process.env,
    })
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      if (from !== null)
        createInterface({ input: from }).on('line', (line) => void to.write(`${line}\n`))
    const pass = (signal: NodeJS.Signals) => void child.kill(signal)
    process.on('SIGTERM', pass)
    const wait = () => undefined // the terminal gives Ctrl-C to the tool as well; we end after it
    process.on('SIGINT', wait)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGTERM', pass)
      process.off('SIGINT', wait)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

/** Format, types and lint; the names of those that failed. */
export async function check(): Promise<string[]> {
  const failed: string[] = []
  console.log('Format (prettier) …')
  if ((await runTool(formatter, ['--check', '--log-level', 'warn', '.'])) !== 0)
    failed.push('format')
  console.log('Types (tsc) …')
  if ((await runTool('typescript/bin/tsc', ['-p', '.'])) !== 0) failed.push('types')
  console.log('Lint (oxlint) …')
  if ((await runTool('oxlint/bin/oxlint', ['--deny-warnings'])) !== 0) failed.push('lint')
  return failed
}
