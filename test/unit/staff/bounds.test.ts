// What somebody who is signed in can fill: sessions, tokens, prepared commands and the audit list. Each has its bound, and the list says what it counts.

import { expect, test } from 'vitest'
import {
  maxPreparedCommands,
  maxSameRefusalsPerHour,
  maxSessions,
  maxTokens,
} from '../../../shared/kernel/limits.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import { MemoryOffice } from '../../contract/http/memory-office.ts'
import { ref } from '../../support/events.ts'
import { staffed } from '../../support/staffed.ts'

const world = () => staffed(new MemoryOffice())
const hourMs = 3_600_000

test('the longest unused session ends for a further one of the same person, and of nobody else', () => {
  const { signIn, staff, pass } = world()
  const other = signIn('roy', { roles: ['officer'] })
  const sessions = Array.from({ length: maxSessions + 1 }, () => {
    pass(1_000)
    return signIn('tremblay', { roles: ['officer'] })
  })
  const isOpen = (session: string) => staff.recognise({ session }) !== undefined
  expect(sessions.map(isOpen)).toEqual([false, ...sessions.slice(1).map(() => true)])
  expect(isOpen(other)).toBe(true)
})

test('a further token is refused, in both languages, until one was revoked and a day has passed', () => {
  const { signIn, who, staff, pass } = world()
  const actor = () => who(signIn('tremblay', { roles: ['officer'] }))
  const make = (n: number) =>
    staff.createToken(actor(), { name: `program ${n}`, roles: ['officer'], days: 366 })
  const first = make(0)
  for (let n = 1; n < maxTokens; n++) make(n)
  const tooMany = expect.objectContaining({
    problem: expect.objectContaining({ code: 'too-large', value: String(maxTokens) }),
  })
  expect(() => make(maxTokens)).toThrow(tooMany)
  // Whoever makes and revokes one after the other fills the list as well.
  staff.revokeToken(actor(), first.token.id)
  expect(() => make(maxTokens)).toThrow(tooMany)
  pass(25 * hourMs)
  make(maxTokens)
  expect(() => make(maxTokens + 1)).toThrow(tooMany)
})

test('a further prepared command is refused, and taken when one was dropped; another person prepares on', () => {
  const { signIn, who, staff } = world()
  const [one, other] = ['tremblay', 'roy'].map((subject) =>
    who(signIn(subject, { roles: ['officer'] })),
  )
  if (one === undefined || other === undefined) throw new Error('nobody')
  const prepare = (actor: typeof one, n: number) =>
    staff.preparations.prepare(actor, ref('ca-bc-oipc', `m${n}`), {
      kind: 'close',
      id: `c${n}`,
    } as unknown as AnyCommand)
  const kept = Array.from({ length: maxPreparedCommands }, (_, n) => prepare(one, n))
  expect(kept.every(({ kind }) => kind === 'prepared')).toBe(true)
  expect(prepare(one, -1)).toMatchObject({
    kind: 'refused',
    problem: { code: 'too-large', value: String(maxPreparedCommands) },
  })
  expect(prepare(other, -2)).toMatchObject({ kind: 'prepared' })
  const [first] = staff.preparations.list(one)
  staff.preparations.drop(one, first?.id ?? '')
  expect(prepare(one, -1)).toMatchObject({ kind: 'prepared' })
})

test('the same refusal again and again is counted in the audit list: few entries, and every refusal is in them', () => {
  const { signIn, who, staff, store, pass } = world()
  const reader = who(signIn('roy', { roles: ['auditor'] }))
  const officer = who(signIn('tremblay', { roles: ['viewer'] }))
  const refuse = (times: number, about: string) => {
    for (let n = 0; n < times; n++)
      staff.refused({ actor: officer, act: 'order/issue', about, code: 'not-permitted' })
  }
  const kept = () => store.audit({ kind: 'refused', limit: 500 })
  refuse(maxSameRefusalsPerHour, 'ca-bc-oipc:P21-08')
  expect(kept()).toHaveLength(maxSameRefusalsPerHour)
  refuse(4_000 - maxSameRefusalsPerHour, 'ca-bc-oipc:P21-09')
  expect(kept().length).toBeLessThan(maxSameRefusalsPerHour + 10)
  // Whoever reads the list reads all of them.
  const [latest] = staff.audit(reader, { kind: 'refused' })
  expect(latest).toMatchObject({ times: 4_000, about: 'ca-bc-oipc:P21-09', who: kept()[50]?.who })
  // Another refusal of the same person, and the same of another one, stand singly at once.
  staff.refused({ actor: officer, act: 'matter/close', about: 'm', code: 'not-permitted' })
  expect(kept()[0]).toMatchObject({ act: 'matter/close' })
  expect(kept()[0]?.times).toBeUndefined()
  staff.refused({ actor: reader, act: 'order/issue', about: 'x', code: 'not-permitted' })
  expect(kept()[0]).toMatchObject({ whoId: reader.id })

  // An hour later what nobody has read is written before what is new.
  refuse(1, 'ca-bc-oipc:P21-10')
  pass(hourMs)
  refuse(1, 'ca-bc-oipc:P21-11')
  expect(kept().slice(0, 2)).toMatchObject([
    { about: 'ca-bc-oipc:P21-11' },
    { about: 'ca-bc-oipc:P21-10', times: 4_001 },
  ])
  expect(kept()[0]?.times).toBeUndefined()
})
