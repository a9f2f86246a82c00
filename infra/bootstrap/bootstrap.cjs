// From any Node >= 18 to a TypeScript file running on Node 24: finds that Node, installs the locked dependencies, hands over.
// Silent when there is nothing to do. Standard output belongs to the program that runs; everything here speaks on standard error.
'use strict'

const { spawn } = require('node:child_process')
const { constants } = require('node:os')
const path = require('node:path')
const { findNode } = require('./node24.cjs')
const { installDependencies } = require('./dependencies.cjs')

const root = path.resolve(__dirname, '..', '..')
/** The machine lacks something that only its owner can give (sysexits EX_UNAVAILABLE). */
const exitUnavailable = 69
/** A Ctrl-C reaches us from the terminal and again through npm; both are one wish. */
const sameSignalMs = 1_000
const orphanCheckMs = 1_000

/**
 * Runs `entry` (a path from the project's root, or absolute) on Node 24 with `args`.
 * The exit code, or the signal, of that program becomes ours.
 */
async function main(entry, args) {
  let node
  try {
    node = await findNode({ report })
    await installDependencies({ root, node: node.path, report })
  } catch (error) {
    report(error instanceof Error ? error.message : String(error))
    process.exitCode = exitUnavailable
    return
  }
  handOver(node.path, [...nodeFlags, path.resolve(root, entry), ...args])
}

/** node:sqlite and friends announce themselves as experimental on every start; that is decided, not news. */
const nodeFlags = ['--disable-warning=ExperimentalWarning']

/** Node keeps there what it made of the sources, by their content: each process starts in half of the work. It goes with the dependencies. */
const compiled = path.join(root, 'node_modules', '.cache', 'concert', 'compiled')

function handOver(command, args) {
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
  const child = spawn(command, args, { stdio: 'inherit', env })
  const undo = forwardSignals(child)
  child.on('error', (error) => {
    report(`cannot run ${command}: ${error.message}`)
    process.exitCode = exitUnavailable
  })
  child.on('exit', (code, signal) => {
    undo()
    if (signal === null) process.exitCode = code
    else if (process.platform === 'win32') process.exitCode = 1
    else {
      process.exitCode = 128 + (constants.signals[signal] ?? 0)
      process.kill(process.pid, signal)
    }
  })
}

/**
 * Passes signals on and keeps us waiting for the child's own orderly end.
 * A terminal gives Ctrl-C (and a hang-up) to the whole group, the child included, so those are passed on only without one.
 */
function forwardSignals(child) {
  const atTerminal =
    process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    let lastAt = -Infinity
    const handler = () => {
      const repeated = performance.now() - lastAt < sameSignalMs
      lastAt = performance.now()
      const fromTerminal = process.platform === 'win32' || (atTerminal && signal !== 'SIGTERM')
      if (!repeated && !fromTerminal) child.kill(signal)
    }
    process.on(signal, handler)
    return [signal, handler]
  })
  const orphaned = stopWithNpm(child)
  return () => {
    clearInterval(orphaned)
    handlers.forEach(([signal, handler]) => process.off(signal, handler))
  }
}

/** npm passes SIGTERM to its shell, which dies of it without a word to us: that our parent is gone is the only sign. */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32')
    return undefined
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, orphanCheckMs)
  return watch
}

function report(line) {
  process.stderr.write(`concert: ${line}\n`)
}

module.exports = { main }
