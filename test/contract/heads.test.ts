// Heads between offices on real brokers: shown, read, confirmed; and a ledger that is not the one that the office knows takes nothing.

import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { originOf } from '../../shared/ledger/log/names.ts'
import { startBrokers, until, type TestBrokers } from '../support/nats.ts'
import { startRecording, type RecordingOffice } from '../support/recording-office.ts'

let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', obs: 'observer' })
  stack = new AsyncDisposableStack()
  stack.defer(() => brokers[Symbol.asyncDispose]())
})
afterEach(() => stack.disposeAsync())

const start = async (name: string) => stack.use(await startRecording(brokers, name))

async function record(office: RecordingOffice, count: number): Promise<void> {
  for (let done = 0; done < count; done++) expect(await office.record()).toBe('recorded')
}

describe('the head of a ledger', () => {
  it('is confirmed by every other office, which holds every entry, and each knows who does', async () => {
    const [bc, ab, obs] = [await start('bc'), await start('ab'), await start('obs')]
    await record(bc, 5)
    const everybody = ['ab holds 5', 'ab saw 5', 'obs holds 5', 'obs saw 5']
    for (const office of [bc, ab, obs])
      await until(`${office.id} to know it: ${office.confirmed('bc').join(', ')}`, () => {
        const confirmed = office.confirmed('bc')
        return JSON.stringify(confirmed) === JSON.stringify(everybody)
      })
    expect(bc.trust.guard.state).toMatchObject({ kind: 'intact' })
  })

  it('is confirmed of entries that were recorded and read before anybody counted them', async () => {
    const first = await startRecording(brokers, 'bc')
    await record(first, 3)
    await until('the events', () => first.follower('bc').status.seq === 3)
    await first[Symbol.asyncDispose]()
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(path.join(brokers.office('bc').folder, 'data', `heads.sqlite${suffix}`), {
        force: true,
      })
    const [bc, ab] = [await start('bc'), await start('ab')]
    await until('the entries', () => bc.confirmed('bc').includes('ab holds 3'))
    expect(ab.trust.logStore.size(originOf(bc.id, bc.ledger.epoch))).toBe(3)
  })
})

describe('a broker that comes back with another ledger', () => {
  const folderOf = (name: string) => path.join(brokers.office(name).folder, 'ledger')

  it('that is an older copy takes nothing; put back as it was, it records again', async () => {
    const bc = await start('bc')
    await record(bc, 3)
    await until('the entries', () => bc.trust.logStore.size(originOf(bc.id, bc.ledger.epoch)) === 3)
    await brokers.office('bc').kill()
    cpSync(folderOf('bc'), `${folderOf('bc')}.old`, { recursive: true })
    await brokers.office('bc').start()
    await record(bc, 2)
    await until('the entries', () => bc.trust.logStore.size(originOf(bc.id, bc.ledger.epoch)) === 5)
    await brokers.office('bc').kill()
    cpSync(folderOf('bc'), `${folderOf('bc')}.whole`, { recursive: true })
    rmSync(folderOf('bc'), { recursive: true })
    cpSync(`${folderOf('bc')}.old`, folderOf('bc'), { recursive: true })
    await brokers.office('bc').start()
    expect(await bc.record()).toBe('ledger-shorter')
    expect(bc.trust.guard.state).toMatchObject({ kind: 'shorter', length: 3, known: 5 })
    await brokers.office('bc').kill()
    rmSync(folderOf('bc'), { recursive: true })
    cpSync(`${folderOf('bc')}.whole`, folderOf('bc'), { recursive: true })
    await brokers.office('bc').start()
    await until('a full comparison', async () => {
      const state = await bc.trust.guard.compare('full').catch(() => undefined)
      return state?.kind === 'intact'
    })
    expect(await bc.record()).toBe('recorded')
  })

  it('whose folder was emptied takes nothing, though its store of heads is gone as well: a peer knows', async () => {
    const first = await startRecording(brokers, 'bc')
    const ab = await start('ab')
    await record(first, 4)
    await until('ab to confirm', () => ab.confirmed('bc').includes('ab holds 4'))
    await first[Symbol.asyncDispose]()
    await brokers.office('bc').kill()
    rmSync(folderOf('bc'), { recursive: true })
    rmSync(path.join(brokers.office('bc').folder, 'data'), { recursive: true })
    await brokers.office('bc').start()
    const bc = await start('bc')
    expect(await bc.record()).toBe('ledger-gone')
    expect(bc.trust.guard.state).toMatchObject({ kind: 'gone', known: 4 })
  })
})
