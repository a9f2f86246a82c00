// A broker whose files were damaged, at positions by seed, on a real nats-server: either every entry is as it was recorded, or nothing is recorded and the fault has a name.

import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { originOf } from '../../shared/ledger/log/names.ts'
import { statedFigure } from '../support/figures.ts'
import { startBrokers, until } from '../support/nats.ts'
import { startRecording } from '../support/recording-office.ts'

type Damage =
  | 'flipped bit'
  | 'zeroed bytes'
  | 'truncated file'
  | 'removed file'
  | 'older copy'
  | 'emptied folder'
const damages: readonly Damage[] = [
  'flipped bit',
  'zeroed bytes',
  'truncated file',
  'removed file',
  'older copy',
  'emptied folder',
]
/** Seeds from 1 on; more of them are tried by `CONCERT_DAMAGES=500 npx vitest run test/contract/damaged-ledger.test.ts`. */
const trials = Number(process.env['CONCERT_DAMAGES'] ?? 48)
const entries = 40
/** Lengths at which the broker's folder is copied while the office goes on. */
const copiedAt = [1, 13, 39]
const refusals = ['ledger-shorter', 'ledger-different', 'ledger-gone']

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function damage(folder: string, kind: Damage, random: (below: number) => number): string {
  if (kind === 'emptied folder') {
    rmSync(folder, { recursive: true })
    return kind
  }
  if (kind === 'older copy') {
    const length = copiedAt[random(copiedAt.length)] ?? 1
    rmSync(folder, { recursive: true })
    cpSync(`${folder}.${length}`, folder, { recursive: true })
    return `${kind} with ${length} entries`
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && file.includes('LEDGER') && !file.includes('HEADS'))
    .filter((file) => statSync(file).size > 0)
    .toSorted()
  const blocks = files.filter((file) => file.endsWith('.blk'))
  // Mostly where the messages are; now and then in what the broker knows about them.
  const among = random(3) === 0 ? files : blocks
  const file = among[random(among.length)]
  if (file === undefined) throw new Error(`no files in ${folder}`)
  const bytes = readFileSync(file)
  const at = random(bytes.length)
  if (kind === 'flipped bit')
    writeFileSync(file, bytes.with(at, (bytes[at] ?? 0) ^ (1 << random(8))))
  else if (kind === 'zeroed bytes')
    writeFileSync(file, bytes.fill(0, at, Math.min(at + 300, bytes.length)))
  else if (kind === 'truncated file') truncateSync(file, at)
  else rmSync(file)
  return `${kind} at ${at} of ${path.relative(folder, file)}`
}

it('records only into a ledger whose every known entry is there, whatever was damaged', async () => {
  await using brokers = await startBrokers({ bc: 'commissioner' })
  const { folder } = brokers.office('bc')
  const at = (name: string) => path.join(folder, name)
  {
    await using bc = await startRecording(brokers, 'bc')
    for (let done = 0; done < entries; done++) {
      expect(await bc.record()).toBe('recorded')
      if (!copiedAt.includes(done + 1)) continue
      await brokers.office('bc').kill()
      cpSync(at('ledger'), at(`ledger.${done + 1}`), { recursive: true })
      await brokers.office('bc').start()
    }
    const origin = originOf(bc.id, bc.ledger.epoch)
    await until('all entries', () => bc.trust.logStore.size(origin) === entries)
  }
  await brokers.office('bc').kill()
  for (const name of ['ledger', 'data']) cpSync(at(name), at(`${name}.whole`), { recursive: true })

  const said = new Map<string, number>()
  let survived = 0
  for (let seed = 0; seed <= trials; seed++) {
    for (const name of ['ledger', 'data']) {
      rmSync(at(name), { recursive: true, force: true })
      cpSync(at(`${name}.whole`), at(name), { recursive: true })
    }
    const kind = damages[(seed - 1) % damages.length] ?? 'flipped bit'
    // The first one is not damaged: put back as it was, it records.
    const what = seed === 0 ? 'nothing' : damage(at('ledger'), kind, numbers(seed))
    await brokers.office('bc').start()
    {
      await using bc = await startRecording(brokers, 'bc')
      const answer = await bc.record()
      if (seed === 0) expect(answer).toBe('recorded')
      said.set(answer, (said.get(answer) ?? 0) + 1)
      if (kind === 'older copy' || kind === 'emptied folder')
        expect(answer, `seed ${seed}: ${what}`).not.toBe('recorded')
      if (answer === 'recorded') {
        const full = await bc.trust.guard.compare('full')
        expect(full, `seed ${seed}: ${what}`).toMatchObject({
          kind: 'intact',
          length: entries + 1,
        })
      } else expect(refusals, `seed ${seed}: ${what}`).toContain(answer)
      if (seed > 0) survived++
    }
    await brokers.office('bc').kill()
  }
  // The figure is of as many as are tried by themselves.
  if (process.env['CONCERT_DAMAGES'] === undefined)
    expect([trials, survived]).toEqual(
      statedFigure(
        "a broker's files damaged at a place by seed, on a real broker: recorded into the whole ledger, or nothing recorded",
      ),
    )
  // A test in which nothing is found would say nothing.
  expect([...said].filter(([answer]) => refusals.includes(answer)).length).toBeGreaterThan(0)
}, 400_000)
