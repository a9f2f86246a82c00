// Runs the project's own tools (type checker, linter, test runner) on this Node, with their output on the terminal.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const formatter = 'prettier/bin/prettier.cjs'

/** Runs a tool of node_modules; its exit code. */
export function runTool(script: string, args: readonly string[]): Promise<number> {
  return run([path.join(root, 'node_modules', script), ...args])
}

/** Runs a Node program at the project's root; its exit code (128 + the signal's number, as a shell says it, if it was ended by one). */
export function run(command: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
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
