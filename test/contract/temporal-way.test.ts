// Is an office's Temporal there, over TLS where office.json says so? On a real server, behind a door that speaks TLS.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tryTemporal } from '../../services/adapters/temporal/connection.ts'
import { hasOpenssl, makeAuthority, type CertificateFiles } from '../support/certificates.ts'
import { freePort } from '../../infra/federation/ports.ts'
import { startTemporal, type TestTemporal } from '../support/temporal.ts'

let temporal: TestTemporal
beforeAll(async () => {
  temporal = await startTemporal({ namespace: 'bc' })
})
afterAll(() => temporal[Symbol.asyncDispose]())

it('is told apart from a namespace that is missing, and from a server that is', async () => {
  const { address } = temporal
  expect(await tryTemporal({ address, namespace: 'bc' })).toMatchObject({ kind: 'there' })
  expect(await tryTemporal({ address, namespace: 'ab' })).toEqual({ kind: 'no-namespace' })
  const nowhere = `127.0.0.1:${await freePort()}`
  expect(await tryTemporal({ address: nowhere, namespace: 'bc' }, 500)).toMatchObject({
    kind: 'away',
  })
})

it.skipIf(!hasOpenssl())(
  'is reached over TLS with the certificate that its door asks for, and not without',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'concert-temporal-'))
    const authority = makeAuthority(folder, 'authority')
    const door = await startDoor(authority.issue('door'), authority.certificate, temporal.address)
    try {
      const asked = { address: `localhost:${door.port}`, namespace: 'bc' }
      const believing = { authorities: authority.certificate }
      const showing = { ...believing, ...authority.issue('office') }
      expect(await tryTemporal({ ...asked, tls: showing })).toMatchObject({ kind: 'there' })
      const another = { ...showing, authorities: makeAuthority(folder, 'another').certificate }
      for (const tls of [undefined, believing, another])
        expect(await tryTemporal({ ...asked, tls }, 1_000)).toMatchObject({ kind: 'away' })
    } finally {
      door.server.close()
      rmSync(folder, { recursive: true })
    }
  },
)

/** Passes on to Temporal what comes by TLS from somebody with a certificate. */
async function startDoor(
  files: CertificateFiles,
  clients: string,
  to: string,
): Promise<{ readonly server: Server; readonly port: number }> {
  const port = await freePort()
  const server = createServer(
    {
      cert: readFileSync(files.certificate),
      key: readFileSync(files.key),
      ca: readFileSync(clients),
      requestCert: true,
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      const upstream = connect(Number(to.split(':')[1]), '127.0.0.1')
      socket.pipe(upstream).pipe(socket)
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    },
  )
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, port }
}
