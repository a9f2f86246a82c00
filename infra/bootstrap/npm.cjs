// Runs `npm ci` of the npm that came with the machine's Node. Install scripts never run: nothing here needs one.
'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const sayEveryMs = 10_000
/** A slow line takes a few minutes for 200 MB; npm's own patience with a dead registry is far longer than ours. */
const limitMs = 15 * 60_000
const flags = [
  '--ignore-scripts',
  '--include=prod',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--fetch-retries=1',
  '--loglevel=error',
]

/**
 * `npm ci` in `folder`, run by `node` (the executable), with progress. Throws with what npm said.
 * @param {{ folder: string, node: string, what: string, report: (line: string) => void, find?: typeof findNpm }} options
 */
async function npmCi({ folder, node, what, report, find = findNpm }) {
  const npm = find()
  if (npm === undefined) throw new Error('there is no npm beside this Node nor on PATH')
  const started = Date.now()
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0)
  report(`${what} …`)
  const ticking = setInterval(() => report(`${what}: ${seconds()} s so far`), sayEveryMs)
  try {
    await run(node, [npm, 'ci', '--prefix', folder, ...flags], folder)
  } finally {
    clearInterval(ticking)
  }
  report(`${what}: done in ${seconds()} s`)
}

function run(node, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      env: cleanEnv(process.env),
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => (said = (said + text).slice(0, 8_000)))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`npm ci failed (${signal ?? `exit ${code}`}): ${essence(said)}`)),
    )
  })
}

/** What npm said, without the usage text that it adds. */
function essence(said) {
  const lines = said
    .split(/\r?\n/)
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trimEnd())
    .filter(Boolean)
  const usage = lines.indexOf('Clean install a project')
  return lines
    .slice(0, usage === -1 ? undefined : usage)
    .slice(0, 40)
    .join('\n    ')
}

/** `npm start -- --json` sets npm_config_json and the like for its children; they were not meant for this install. */
function cleanEnv(env) {
  const ours =
    /^npm_config_(json|dry_run|global|prefix|local_prefix|workspace|workspaces|package_lock|package_lock_only|omit|include|production|silent|loglevel)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)))
}

/** The path of npm's own script (npm-cli.js), which needs no shell and so no quoting on any platform. */
function findNpm(env = process.env, execPath = process.execPath) {
  const folder = path.dirname(execPath)
  const candidates = [
    path.basename(env.npm_execpath ?? '') === 'npm-cli.js' ? env.npm_execpath : undefined,
    path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'), // Windows
    path.join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(env.PATH ?? env.Path ?? '')
      .split(path.delimiter)
      .filter(Boolean)
      .flatMap((entry) => {
        const linked = realPath(path.join(entry, 'npm')) // a link to npm-cli.js, but a shell script on Windows
        return [
          linked?.endsWith('npm-cli.js') ? linked : undefined,
          path.join(entry, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
        ]
      }),
  ]
  return candidates.find((file) => file !== undefined && fs.existsSync(file))
}

function realPath(file) {
  try {
    return fs.realpathSync(file)
  } catch {
    return undefined // not there
  }
}

module.exports = { npmCi, findNpm }
