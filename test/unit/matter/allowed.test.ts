// What an office is offered in a matter: first that it is opened, then everything it may say; an observer too.

import { expect, it } from 'vitest'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { allowedInMatter } from '../../../shared/matter/allowed.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { matterRules } from '../../../shared/matter/rules.ts'
import { d, officeEntry, packs, Run } from '../../support/founding.ts'

const matter = (office: string, statute: string, role: 'commissioner' | 'observer') => {
  const ref: AggregateRef = { office: office as OfficeId, kind: 'matter', id: 'clearview-ai' }
  return new Run(matterRules, ref, {
    office: officeEntry(office, statute, role),
    packs,
    zoneData: '2026c',
    today: d('2022-01-10'),
  })
}

it.each([
  ['ca-bc-oipc', 'ca-bc-pipa', 'commissioner'],
  ['ca-fed-opc', 'ca-fed-pipeda', 'observer'],
] as const)('%s may open it once, and then say everything else', (office, statute, role) => {
  const run = matter(office, statute, role)
  const before = allowedInMatter(run.ref, undefined, run.context)
  expect(before.filter(({ may }) => may).map(({ kind }) => kind)).toEqual(['opened'])
  run.do(before[0]?.tried as never)
  const after = allowedInMatter(run.ref, run.state, run.context)
  expect(after.map(({ kind, may }) => [kind, may])).toEqual(
    after.map(({ kind }) => [kind, kind !== 'opened']),
  )
  for (const each of after)
    if (each.may) {
      const sent = matterCommandSchema.parse(JSON.parse(JSON.stringify(each.tried)))
      expect(matterRules.decide(run.ref, run.state, sent, run.context).ok).toBe(true)
    } else
      expect(each.problem).toMatchObject({
        code: 'already-exists',
        messageFr: expect.any(String),
      })
})

it("another office's file of the same matter is not for it to write in", () => {
  const run = matter('ca-bc-oipc', 'ca-bc-pipa', 'commissioner')
  const ref: AggregateRef = { ...run.ref, office: 'ca-ab-oipc' as OfficeId }
  for (const each of allowedInMatter(ref, undefined, run.context))
    expect(each.may || each.problem.code).toBe('wrong-office')
})
