// A search among joint actions has to open every title: not all at once, so that the office goes on working, and each once.

import { expect, test } from 'vitest'
import { createJointList, type JointListOptions } from '../../../services/office/joint/list.ts'
import type { JointRow } from '../../../services/office/ports.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { JointId, OfficeId } from '../../../shared/kernel/ids.ts'

const many = 100
const rows = Array.from({ length: many }, (_, n): JointRow => {
  const joint = `ca-bc-oipc:J${n}` as JointId
  return { joint, digest: 'd', matter: 'm', waitsFor: [], proposedOn: '2026-01-01' } as never
})

function listWith(titleOf: JointListOptions['titleOf']) {
  return createJointList({
    lists: { joint: () => ({ total: many, rows, next: undefined, previous: undefined }) },
    own: 'ca-bc-oipc' as OfficeId,
    now: () => '2026-11-27T12:00:00.000Z' as Instant,
    titleOf,
  })
}

test('a search opens a few titles at a time, and none a second time', async () => {
  let [opened, open, most] = [0, 0, 0]
  const search = listWith(async (joint) => {
    opened += 1
    open += 1
    most = Math.max(most, open)
    await new Promise(setImmediate)
    open -= 1
    return { en: `Title of ${joint}`, fr: `Titre de ${joint}` }
  })
  const asked = { q: 'title J42', opens: true }
  expect((await search(asked)).rows.map(({ joint }) => joint)).toEqual(['ca-bc-oipc:J42'])
  expect(opened).toBe(many)
  expect(most).toBeLessThan(many / 4)
  expect((await search({ ...asked, q: 'titre' })).total).toBe(many)
  expect(opened).toBe(many)
})
