// A release server for tests, with the ways a real one fails, and archives with fake executables.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Fault = 'silent' | 'half' | 'checksum' | 'unlisted' | 'cut' | '503'

export interface Release {
  readonly prefix: string
  readonly asset: string
  readonly sums: string
  readonly archive: Buffer
  readonly fault?: Fault
}

export interface ReleaseServer extends AsyncDisposable {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: string[]
}

/** Serves one release on loopback; `silent` never answers, `half` stops in the middle, `cut` closes there. */
export async function serve({
  prefix,
  asset,
  sums,
  archive,
  fault,
}: Release): Promise<ReleaseServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (fault === 'silent') return
    if (fault === '503') return void response.writeHead(503).end()
    if (request.url === `${prefix}/${sums}`) {
      const sum = createHash('sha256')
        .update(fault === 'checksum' ? 'something else' : archive)
        .digest('hex')
      return void response.end(
        `${'0'.repeat(64)}  another.zip\n${sum}  ${fault === 'unlisted' ? 'other' : asset}\n`,
      )
    }
    if (request.url === `${prefix}/${asset}`)
      return void response.writeHead(302, { location: '/storage' }).end()
    if (request.url !== '/storage') return void response.writeHead(404).end()
    response.writeHead(200, { 'content-length': archive.length })
    if (fault === undefined || fault === 'checksum') return void response.end(archive)
    response.write(archive.subarray(0, archive.length / 2))
    if (fault === 'cut') setTimeout(() => response.destroy(), 50)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An address that refuses connections. */
export async function gone(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** A .tar.gz of executable files. */
export function tarGz(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-archive-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, 'content', name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, text)
      chmodSync(file, 0o755)
    }
    execFileSync('tar', [
      '-czf',
      path.join(folder, 'a.tar.gz'),
      '-C',
      path.join(folder, 'content'),
      '.',
    ])
    return readFileSync(path.join(folder, 'a.tar.gz'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
