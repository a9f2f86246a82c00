// The bootstrap as a process: what it passes on, in both directions.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'

const runner = fileURLToPath(new URL('../../../infra/bootstrap/run.cjs', import.meta.url))
let folder: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-run-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  readonly output: { out: string; err: string }
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

function run(
  source: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  around: NodeJS.ProcessEnv = process.env,
): Run {
  const file = path.join(folder, 'entry.ts')
  writeFileSync(file, source)
  const child = spawn(process.execPath, [runner, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...around, ...env },
  })
  children.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (output.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output.err += text.toString()))
  return {
    child,
    output,
    ended: once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    })),
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

it('lets every process keep what Node made of its sources, unless the caller has a place of its own', async () => {
  const source = 'console.log(process.env["NODE_COMPILE_CACHE"])'
  const own = run(source, [], { NODE_COMPILE_CACHE: folder })
  expect(await own.ended).toEqual({ code: 0, signal: null })
  expect(own.output.out).toBe(`${folder}\n`)
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const { output, ended } = run(source, [], env, {})
  expect(await ended).toEqual({ code: 0, signal: null })
  expect(output.out).toMatch(/node_modules.*compiled\n$/)
})

it('passes arguments on, and adds nothing to either output when there is nothing to do', async () => {
  const { output, ended } = run(
    'const args: string[] = process.argv.slice(2)\nconsole.log(JSON.stringify(args))\nawait import("node:sqlite")',
    ['--json', '--', '-x', 'a b'],
  )
  expect(await ended).toEqual({ code: 0, signal: null })
  expect(output).toEqual({ out: '["--json","--","-x","a b"]\n', err: '' })
})

it('ends with the exit code of the program', async () => {
  expect(await run('process.exitCode = 7').ended).toEqual({ code: 7, signal: null })
})

it('refuses a Node that cannot be run, on standard error, with exit code 69', async () => {
  const { output, ended } = run('', [], { CONCERT_NODE: path.join(folder, 'none') })
  expect(await ended).toEqual({ code: 69, signal: null })
  expect(output.out).toBe('')
  expect(output.err).toMatch(/^concert: the Node of CONCERT_NODE, .*none, does not run/)
})

describe.skipIf(process.platform === 'win32')('signals', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s reaches the program once, and its orderly end is waited for',
    async (signal) => {
      const { child, output, ended } = run(`
      let count = 0
      process.on('${signal}', () => { count += 1; if (count === 1) setTimeout(() => { console.log('stopped after ' + count); process.exit(3) }, 300) })
      setInterval(() => undefined, 1000)
      console.log('ready')`)
      await until(() => output.out.includes('ready'))
      child.kill(signal)
      setTimeout(() => child.kill(signal), 50) // npm passes on what the terminal has sent already
      expect(await ended).toEqual({ code: 3, signal: null })
      expect(output.out).toBe('ready\nstopped after 1\n')
    },
  )

  it('ends by the signal that ended the program', async () => {
    expect(await run("process.kill(process.pid, 'SIGKILL')").ended).toEqual({
      code: null,
      signal: 'SIGKILL',
    })
  })
})

it.skipIf(process.platform === 'win32')(
  'under npm, stops when the shell between is killed: npm passes SIGTERM to that shell only',
  async () => {
    const entry = path.join(folder, 'entry.ts')
    const done = path.join(folder, 'done')
    writeFileSync(
      entry,
      `import { writeFileSync } from 'node:fs'\nprocess.once('SIGTERM', () => { writeFileSync(${JSON.stringify(done)}, ''); process.exit(0) })\nsetInterval(() => {}, 1_000)\nconsole.log('up', process.pid)`,
    )
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${runner}" "${entry}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    })
    children.push(shell)
    let out = ''
    shell.stdout.on('data', (text: Buffer) => (out += text.toString()))
    await until(() => out.includes('up'))
    const pid = Number(out.split(' ')[1])
    let ended = false
    onTestFinished(() => {
      if (!ended) process.kill(pid, 'SIGKILL')
    })
    shell.kill('SIGTERM')
    await until(() => existsSync(done))
    ended = true
  },
)
