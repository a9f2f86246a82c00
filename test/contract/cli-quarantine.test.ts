// `concert quarantine`: by page in both languages, and all of it as a file, against the real HTTP application with an office in memory.

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HttpServer } from '../../services/web/server.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-quarantine-'))
const evil = '=1+1\u001b[2J'
let server: HttpServer
beforeAll(async () => {
  const office = new MemoryOffice('ca-bc-oipc', '2022-01-26')
  for (let sequence = 1; sequence <= 1_201; sequence++)
    office.quarantined.push({
      office: (sequence === 7 ? 'ca-qc-cai' : 'ca-ab-oipc') as never,
      sequence,
      subject: `concert.v1.ca-ab-oipc.matter.${sequence}`,
      outcome: 'forged',
      code: 'not-signed',
      reason: `no signature ${sequence} ${evil}`,
      reasonFr: `aucune signature ${sequence} ${evil}`,
      receivedAt: '2022-01-20T10:00:00.000Z',
      hash: `hash-${sequence}`,
    })
  server = await serve(office)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function concert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, err, printed } = await runCli(['quarantine', ...args, '--url', server.url])
  return { code, err, out: printed.map((text) => `${text}\n`).join('') }
}

it('is read by page, and each page says where the next one begins', async () => {
  const first = await concert('list', '--limit', '2')
  expect(first.code, first.err).toBe(0)
  expect(first.out).toContain('no signature 1')
  expect(first.out).toContain('2 of 1201')
  const after = /--after (\S+)/.exec(first.out)?.[1] ?? ''
  const second = await concert('list', '--limit', '2', '--after', after)
  expect(second.out).toContain('no signature 3')
  expect(second.out).not.toContain('no signature 1 ')
})

it('in French has the reason in French', async () => {
  const { out } = await concert('list', '--limit', '1', '--lang', 'fr')
  expect(out).toContain('aucune signature 1')
  expect(out).toContain('falsifié')
  expect(out).not.toContain('no signature')
})

it('of one office has what is of that office', async () => {
  const { out } = await concert('list', '--of', 'ca-qc-cai', '--json')
  expect(JSON.parse(out)).toMatchObject({ quarantine: [{ sequence: 7 }] })
})

it('as CSV is all of it, in both languages; nothing in it is a formula or steers a terminal', async () => {
  const file = path.join(folder, 'aside.csv')
  const { code, err, out } = await concert('export', '-o', file)
  expect(code, err).toBe(0)
  expect(out).toContain('1201')
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('\u001b')
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[]
  expect(rows).toHaveLength(1_201)
  expect(rows[1_200]).toMatchObject({
    sequence: '1201',
    code: 'not-signed',
    reason: expect.stringContaining('no signature 1201'),
    reasonFr: expect.stringContaining('aucune signature 1201'),
    hash: 'hash-1201',
  })
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
})

it('as JSON says the same, and a file that is there is kept', async () => {
  const file = path.join(folder, 'aside.json')
  expect((await concert('export', '--of', 'ca-qc-cai', '-o', file)).code).toBe(0)
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('\u001b')
  const { quarantine } = JSON.parse(text) as { quarantine: { reason: string }[] }
  expect(quarantine).toHaveLength(1)
  expect(quarantine[0]?.reason).toBe(`no signature 7 ${evil}`)
  const again = await concert('export', '-o', file)
  expect(again.code).toBe(2)
  expect(again.err).toContain('cannot be written')
  expect(readFileSync(file, 'utf8')).toBe(text)
})
