// Downloads that give up within seconds, checked against a published SHA-256 list, unpacked by the platform's own tar.
// Nothing here decides what to download or where it is kept.
'use strict'

const { spawn } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const https = require('node:https')
const path = require('node:path')

/** `headersMs`: until the answer begins. `stallMs`: between two pieces of it. `totalMs`: a slow line may take 100 MB in this. */
const defaultLimits = { headersMs: 5_000, stallMs: 10_000, totalMs: 15 * 60_000 }
const maxRedirects = 5
/** A checksum list is a few kilobytes; anything larger is not one. */
const maxTextBytes = 1024 * 1024
const progressEveryMs = 5_000

/** Downloads `url` into `file` and returns its SHA-256 in hex. `file` may be left incomplete on failure: use a temporary one. */
async function downloadFile(url, file, { report = () => {}, signal, limits = defaultLimits } = {}) {
  const hash = createHash('sha256')
  const out = await fs.promises.open(file, 'w')
  try {
    await receive(
      url,
      { signal, limits },
      progressed(report, path.basename(new URL(url).pathname), async (piece) => {
        hash.update(piece)
        await out.write(piece)
      }),
    )
  } finally {
    await out.close()
  }
  return hash.digest('hex')
}

/** The text at `url`, of at most a megabyte. */
async function downloadText(url, { signal, limits = defaultLimits } = {}) {
  const pieces = []
  let bytes = 0
  await receive(url, { signal, limits }, async (piece) => {
    bytes += piece.length
    if (bytes > maxTextBytes)
      throw new Error(`${url} is larger than the ${maxTextBytes} bytes a list may have`)
    pieces.push(piece)
  })
  return Buffer.concat(pieces).toString('utf8')
}

/** Downloads `base/asset` into `folder`, checked against `sha256`, or else against the list `base/sums` (lines of `sha256  name`); returns the file's path. */
async function downloadChecked({
  base,
  asset,
  sums,
  sha256,
  folder,
  report,
  signal,
  limits = defaultLimits,
}) {
  const expected = sha256 ?? (await listedHash({ base, asset, sums, signal, limits }))
  const file = path.join(folder, asset)
  const actual = await downloadFile(`${base}/${asset}`, file, { report, signal, limits })
  if (actual !== expected.toLowerCase())
    throw new Error(
      `${asset} does not match its ${sha256 === undefined ? 'published' : 'pinned'} SHA-256: expected ${expected}, got ${actual}; not used`,
    )
  return file
}

async function listedHash({ base, asset, sums, signal, limits }) {
  const list = await downloadText(`${base}/${sums}`, { signal, limits })
  const line = list
    .split(/\r?\n/)
    .map((text) => text.trim().split(/\s+\*?/))
    .find(([, name]) => name === asset)
  if (line === undefined) throw new Error(`${base}/${sums} does not list ${asset}`)
  return line[0]
}

/** Unpacks a .tar.gz, or on Windows and macOS a .zip, with the system's own tar. */
async function unpack(archive, folder) {
  // Git for Windows puts a GNU tar on PATH that reads C: as a host name; the system's own reads zip as well.
  const tar =
    process.platform === 'win32'
      ? path.join(process.env.SystemRoot || 'C:\\Windows', 'System32', 'tar.exe')
      : 'tar'
  await new Promise((resolve, reject) => {
    const child = spawn(tar, ['-xf', archive, '-C', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    child.on('error', (error) =>
      reject(new Error(`cannot unpack ${archive}: ${error.message}`, { cause: error })),
    )
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`cannot unpack ${archive}: ${said.trim()}`)),
    )
  })
}

async function receive(url, { signal, limits }, take) {
  const abort = new AbortController()
  const give = (why) => () => abort.abort(new Error(why))
  const onSignal = () => abort.abort(signal.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', onSignal, { once: true })
  let patience = setTimeout(
    give(`no answer from ${new URL(url).host} within ${limits.headersMs / 1000} s`),
    limits.headersMs,
  )
  const total = setTimeout(
    give(`${url} took longer than ${limits.totalMs / 1000} s`),
    limits.totalMs,
  )
  try {
    const response = await request(url, abort.signal, maxRedirects)
    const stalled = () => {
      clearTimeout(patience)
      patience = setTimeout(
        give(`${url} stalled: nothing for ${limits.stallMs / 1000} s`),
        limits.stallMs,
      )
    }
    stalled()
    const expected = Number(response.headers['content-length'])
    for await (const piece of response) {
      stalled()
      await take(piece, expected)
    }
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error
  } finally {
    clearTimeout(patience)
    clearTimeout(total)
    signal?.removeEventListener('abort', onSignal)
  }
}

function request(url, signal, redirectsLeft) {
  return new Promise((resolve, reject) => {
    const { get, Agent } = url.startsWith('https:') ? https : http
    // `proxyEnv` (Node >= 24.5) honours HTTPS_PROXY and NO_PROXY; older ones ignore it.
    const agent = new Agent({ proxyEnv: process.env })
    get(url, { signal, agent }, (response) => {
      const { statusCode, headers } = response
      if (statusCode === 200) return resolve(response)
      response.destroy()
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        if (redirectsLeft === 0) return reject(new Error(`${url} redirects too often`))
        const next = new URL(headers.location, url).href
        if (url.startsWith('https:') && !next.startsWith('https:'))
          return reject(new Error(`${url} redirects to ${next}, which is not https`))
        return resolve(request(next, signal, redirectsLeft - 1))
      }
      reject(new Error(`${url} answered ${statusCode}`))
    }).on('error', (error) =>
      reject(
        signal.aborted
          ? signal.reason
          : new Error(`cannot reach ${new URL(url).host}: ${error.message}`, { cause: error }),
      ),
    )
  })
}

function progressed(report, name, take) {
  let bytes = 0
  let saidAt = Date.now()
  return async (piece, expected) => {
    await take(piece)
    bytes += piece.length
    if (Date.now() - saidAt < progressEveryMs) return
    saidAt = Date.now()
    report(`${name}: ${megabytes(bytes)}${expected > 0 ? ` of ${megabytes(expected)}` : ''} MB`)
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0)
}

module.exports = { downloadChecked, downloadText, unpack }
