// What an evidence file says of passing it on: of other offices' entries that are not free, or that say nothing.

import { expect, it } from 'vitest'
import { shareUnder } from '../../../../shared/ledger/sharing.ts'
import type { Part } from '../../../../shared/ledger/bundle/bundle.schema.ts'
import { verifyEvidence } from '../../../../shared/ledger/bundle/verify.ts'
import type { LocalDate } from '../../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../../shared/kernel/ids.ts'
import { unwrap } from '../../../../shared/kernel/problems.ts'
import { noted, opened, ref } from '../../../support/events.ts'
import { evidenceRig, verifying } from '../../../support/evidence.ts'
import { packs } from '../../../support/founding.ts'

const name = (text: string) => ({ en: text, fr: text })
/** As the federal office says it of a class. */
const federal = (event: string) =>
  unwrap(
    shareUnder({
      kind: 'matter',
      event: { kind: event },
      statute: 'ca-fed-pipeda',
      office: { id: 'ca-fed-opc' as OfficeId, short: name('OPC') },
      readers: [{ id: 'ca-bc-oipc' as OfficeId, statutes: ['ca-bc-pipa'], short: name('BC') }],
      packs,
      today: '2021-02-02' as LocalDate,
    }),
  )

/** The file that British Columbia makes of a matter, in which it and the federal office said something. */
function fileWith(say: (rig: ReturnType<typeof evidenceRig>) => void): string {
  const rig = evidenceRig()
  rig.record('ca-bc-oipc', ref('ca-bc-oipc', 'm'), 1, opened())
  say(rig)
  rig.wait(60)
  for (const id of ['ca-bc-oipc', 'ca-fed-opc'])
    rig.confirm(id, ['ca-ab-oipc', id === 'ca-bc-oipc' ? 'ca-fed-opc' : 'ca-bc-oipc'])
  return rig.make({ kind: 'matter', id: 'm' }, () => true)
}
function exhibit(file: string): { en: string; fr: string } {
  const { parts } = JSON.parse(file) as { parts: Part[] }
  const found = parts.find((part) => part.kind === 'exhibit')
  if (found === undefined) throw new Error('there is no exhibit')
  return found.text
}
const theirs = ref('ca-fed-opc', 'm')

it('names whom to ask, for how many entries, in both languages, and the file is sound', () => {
  const file = fileWith((rig) => {
    rig.record('ca-fed-opc', theirs, 1, opened(), federal('opened'))
    rig.record('ca-fed-opc', theirs, 2, noted('x'), federal('noted'))
  })
  const { en, fr } = exhibit(file)
  expect(en).toContain('7. Passing on.')
  expect(en).toContain(
    'not to be passed on without consent, or it is not said: Office ca-fed-opc (2)',
  )
  expect(fr).toContain('7. Transmission.')
  expect(fr).toContain('Organisme ca-fed-opc (2)')
  expect(verifyEvidence(Buffer.from(file), verifying).verdict).toBe('sound')
})

it('asks nobody where all that others said may be passed on', () => {
  const file = fileWith((rig) =>
    rig.record('ca-fed-opc', theirs, 1, opened(), federal('findings-published')),
  )
  expect(exhibit(file).en).toContain('Every entry of another office in this file may be passed on')
  expect(exhibit(file).fr).toContain('peut être transmise')
})

it('takes silence for a question, of others only', () => {
  const file = fileWith((rig) => rig.record('ca-fed-opc', theirs, 1, opened()))
  expect(exhibit(file).en).toContain('Office ca-fed-opc (1)')
  expect(exhibit(file).en).not.toContain('ca-bc-oipc (')
})
