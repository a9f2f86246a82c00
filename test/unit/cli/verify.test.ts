// `concert verify`: what a person reads, in both languages, and with which code it ends.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { plain } from '../../../services/cli/kit/output.ts'
import { run } from '../../../services/apps/concert/run.ts'
import * as group from '../../../services/apps/concert/verify.ts'
import { foundingEvidence, ofOrder } from '../../support/evidence.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))
const rig = foundingEvidence()
const text = rig.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)

function written(name: string, content: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}
const sound = written('sound.json', text)

async function verify(...args: string[]) {
  const [outs, errs]: [string[], string[]] = [[], []]
  const io = {
    out: (line: string) => void outs.push(line),
    err: (line: string) => void errs.push(line),
    paint: plain,
    exit: () => {},
  }
  const code = await run(['verify', ...args], io, [group])
  return { code, out: outs.join('\n'), err: errs.join('\n') }
}

describe('a sound file', () => {
  it('ends with 0, and says who confirmed each entry, and when', async () => {
    const { code, out } = await verify(sound)
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toBe('SOUND: everything fits together, and others confirmed it')
    expect(out).toContain('Office ca-ab-oipc')
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'between 2026-09-01T12:01:00.000Z and 2026-09-01T12:02:00.000Z',
    )
    expect(out).toContain('Fingerprints of keys, to compare')
  })

  it('is told in French', async () => {
    const { out } = await verify(sound, '--lang', 'fr')
    expect(out.split('\n')[0]).toContain('INTACT')
    expect(out).toContain('Organisme ca-ab-oipc')
    expect(out).not.toContain('Proved')
  })

  it('is data where it is asked for', async () => {
    const { out } = await verify(sound, '--json')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'sound', independent: 2 })
  })

  it('is compared with a directory, and ends with 3 where a key is another', async () => {
    const directory = (changed: boolean) => ({
      version: 1,
      offices: rig.directory.map((office) => ({
        ...office,
        logKeys: rig.logs.offices.find(({ id }) => id === office.id)?.keys,
        ...(changed ? { eventKeys: [{ keyid: 'other', publicKey: 'A'.repeat(43) }] } : {}),
      })),
    })
    const right = written('right.json', JSON.stringify(directory(false)))
    const wrong = written('wrong.json', JSON.stringify(directory(true)))
    expect((await verify(sound, '--directory', right)).code).toBe(0)
    const refused = await verify(sound, '--directory', wrong)
    expect(refused.code).toBe(3)
    expect(refused.out).toContain('is not the one in the directory that was given')
  })
})

describe('any other file', () => {
  it('that was changed ends with 3 and names the part', async () => {
    const lines = text.split('\n')
    const at = lines.findIndex((line) => line.includes('"name":"entry/1"'))
    const spoiled = written('spoiled.json', lines.toSpliced(at, 1).join('\n'))
    const { code, out } = await verify(spoiled)
    expect(code).toBe(3)
    expect(out.split('\n')[0]).toBe('NOT SOUND')
    expect(out).toContain('The part "entry/1" is missing.')
  })

  it('that cannot be read, is no evidence, or is no directory ends with 2 or 3 and says why', async () => {
    const missing = await verify(path.join(folder, 'missing.json'))
    expect(missing.code).toBe(2)
    expect(missing.err).toContain('cannot be read')
    expect((await verify(written('other.json', '{}'))).code).toBe(3)
    const noDirectory = await verify(sound, '--directory', written('no.json', '{"offices":[]}'))
    expect(noDirectory.code).toBe(2)
    expect(noDirectory.err).toContain('is not an office directory')
  })

  it('cannot steer the terminal of whoever looks at it', async () => {
    const lines = text.split('\n')
    lines[1] = (lines[1] ?? '').replace('"name":"about"', '"name":"a\\u001b[2J\\u202eb"')
    const { out } = await verify(written('hostile.json', lines.join('\n')))
    expect([...out].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([])
    expect(out).not.toContain('\u202e')
  })
})
