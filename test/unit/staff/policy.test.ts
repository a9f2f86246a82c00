// Who may what, act by act and role by role: the table that a lawyer would read, against the policy and against the office behind it.

import { expect, test } from 'vitest'
import { roles, type Actor, type Role } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { freshSignInMs } from '../../../shared/kernel/limits.ts'
import { permission } from '../../../shared/office/permit.ts'
import { acts, ruleFor, rules } from '../../../shared/office/policy.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { orderCommandSchema } from '../../../shared/order/order.schema.ts'
import { jointCommandSchema } from '../../../shared/contract/joint.schema.ts'
import { MemoryOffice } from '../../contract/http/memory-office.ts'
import { staffed } from '../../support/staffed.ts'

const at = '2026-11-27T09:00:00.000Z' as Instant

function person(...grants: Role[]): Actor {
  return {
    kind: 'person',
    id: 'p-1',
    name: 'Camille Roy',
    proof: { kind: 'sign-in', at },
    grants: grants.map((role) => ({ role })),
  }
}

/** v viewer, o officer, a approver, c coordinator, x operator, u auditor. */
const table: Readonly<Record<string, string>> = {
  board: 'voacxu',
  order: 'voacxu',
  matters: 'voacxu',
  matter: 'voacxu',
  chronology: 'voacxu',
  evidence: 'voacxu',
  deadlines: 'voacxu',
  due: 'voacxu',
  orderList: 'voacxu',
  matterList: 'voacxu',
  dueList: 'voacxu',
  work: 'voacxu',
  statistics: 'voacxu',
  changesSince: 'voacxu',
  matterPicture: 'voacxu',
  ledgers: 'voacxu',
  checkLedger: 'x',
  retryQuarantine: 'x',
  announceMaintenance: 'x',
  decideFork: 'a',
  acceptSuccession: 'a',
  notifications: 'voacxu',
  acknowledge: 'oacx',
  sendAgain: 'oacx',
  followers: 'voacxu',
  quarantine: 'voacxu',
  simulate: 'voacxu',
  drift: 'voacxu',
  jointActions: 'voacxu',
  jointList: 'voacxu',
  readUnderSeal: 'oacu',
  deskEntries: 'voacu',
  deskItem: 'voacu',
  colleagues: 'voacu',
  changeDesk: 'oac',
  shareView: 'oac',
  savedViews: 'voacxu',
  saveView: 'voacxu',
  removeView: 'voacxu',
  drafts: 'voacxu',
  saveDraft: 'voacxu',
  removeDraft: 'voacxu',
  handDraft: 'oac',
  subscribe: 'voacxu',
  allowed: 'voacxu',
  preview: 'voacxu',
  health: 'voacxu',
  jointAction: 'voacu',
  jointReadiness: 'voacu',
  jointDocument: 'voacu',
  'order/issue': 'o',
  'order/escalate': 'o',
  'order/withdraw': 'o',
  'order/rescind': 'o',
  'joint/consent': 'o',
  'joint/object': 'o',
  'joint/abstain': 'o',
  'joint/withdraw': 'o',
  'joint/ask': 'o',
  'joint/forward': 'o',
  'joint/split': 'o',
  'joint/answer': 'o',
  'joint/approve': 'a',
  'joint/delegate': 'a',
  approveCorrection: 'a',
  approvePrepared: 'a',
  'joint/propose': 'c',
  'joint/amend': 'c',
  'joint/postpone': 'c',
  'joint/clarify': 'c',
  'joint/cancel': 'c',
  'joint/go': 'c',
  prepared: 'oacu',
  dropPrepared: 'oa',
  doctor: 'x',
  grants: 'x',
  grant: 'x',
  revokeGrant: 'x',
  allTokens: 'x',
  allSessions: 'x',
  endSessionsOf: 'x',
  delegate: 'voacxu',
  tokens: 'voacxu',
  createToken: 'voacxu',
  revokeToken: 'voacxu',
  sessions: 'voacxu',
  endSession: 'voacxu',
  endSessions: 'voacxu',
  denyDevice: 'voacxu',
  confirmDevice: 'voacxu',
  audit: 'u',
}
const letters: Readonly<Record<Role, string>> = {
  viewer: 'v',
  officer: 'o',
  approver: 'a',
  coordinator: 'c',
  operator: 'x',
  auditor: 'u',
}
/** Every other command is a fact that officers record. */
const expected = (act: string) => table[act] ?? (/^(order|matter)\//.test(act) ? 'o' : undefined)

test.each(acts)('%s: who may', (act) => {
  const may = roles.filter((role) => permission(person(role), act, at).kind === 'allowed')
  expect(may.map((role) => letters[role]).join('')).toBe(expected(act))
})

test('every command that the contract takes has a rule, and no other', () => {
  const kinds = [
    ...orderCommandSchema.options.map(({ shape }) => `order/${shape.kind.value}`),
    ...matterCommandSchema.options.map(({ shape }) => `matter/${shape.kind.value}`),
    ...jointCommandSchema.options.map(({ shape }) => `joint/${shape.kind.value}`),
  ].filter((act) => !/\/(mark-reached|approve-correction)$/.test(act))
  expect(acts.filter((act) => act.includes('/')).toSorted()).toEqual(kinds.toSorted())
})

test('what no rule covers nobody may do, not even this machine', () => {
  const owner: Actor = { kind: 'local', name: 'me', proof: { kind: 'this-machine' } }
  for (const act of ['order/mark-reached', 'order/approve-correction', 'erase', 'toString'])
    expect(permission(owner, act, at)).toMatchObject({ problem: { code: 'not-permitted' } })
})

test('the office behind its policy has no call that is open by mistake', async () => {
  const { api, office } = staffed(new MemoryOffice())
  const nobody: Actor = { kind: 'program', name: 'nobody' }
  const names = [
    'office',
    'directory',
    'clock',
    'legalNow',
    'legalToday',
    'clocksUnwatchedSince',
    'space',
    'reach',
    'packOf',
    'health',
  ]
  const callable = new Set<string>()
  for (let from: object = office; from !== Object.prototype; from = Object.getPrototypeOf(from))
    for (const name of Object.getOwnPropertyNames(from))
      if (typeof Reflect.get(office, name) === 'function' && name !== 'constructor')
        callable.add(name)
  for (const name of callable) {
    if (names.includes(name)) continue
    const call = Reflect.get(api, name) as (...args: unknown[]) => unknown
    const ask = async () =>
      call(nobody, { kind: 'order', office: 'ca-bc-oipc', id: 'P1' }, { kind: 'close' })
    const answer = await ask().then(
      (reply) => {
        const { problem, code } = (reply ?? {}) as { problem?: { code: string }; code?: string }
        return problem?.code ?? code ?? 'answered'
      },
      (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
    )
    expect(['not-signed-in', 'not-permitted'], name).toContain(answer)
  }
  expect(callable.size).toBeGreaterThan(20)
})

test('whether it works is told to everybody, and what does not, to nobody who has not signed in', async () => {
  const { api, who, signIn } = staffed(new MemoryOffice(), {
    people: [{ subject: 'v', roles: ['viewer'] }],
  })
  expect(await api.health({ kind: 'program', name: 'supervisor' })).toMatchObject({
    status: 'ok',
    checks: [],
  })
  expect((await api.health(who(signIn('v')))).checks).not.toEqual([])
})

test('an old sign-in may read and record, and not issue, escalate, withdraw, consent, approve or give the go', () => {
  const later = new Date(Date.parse(at) + freshSignInMs + 1).toISOString() as Instant
  const all = person(...roles)
  const fresh = acts.filter((act) => permission(all, act, later).kind === 'refused')
  expect(fresh.toSorted()).toEqual([
    'acceptSuccession',
    'approveCorrection',
    'approvePrepared',
    'confirmDevice',
    'decideFork',
    'joint/approve',
    'joint/consent',
    'joint/go',
    'order/escalate',
    'order/issue',
    'order/rescind',
    'order/withdraw',
  ])
  expect(permission(all, 'order/issue', later)).toMatchObject({
    problem: { code: 'sign-in-again' },
  })
  expect(permission(all, 'order/issue', at).kind).toBe('allowed')
})

test('a program may record and read, and nothing that asks for a person', () => {
  const program: Actor = {
    ...person(...roles),
    kind: 'program',
    proof: { kind: 'token' },
  }
  const may = acts.filter((act) => permission(program, act, at).kind === 'allowed')
  expect(may).toContain('order/serve')
  expect(may).toContain('board')
  expect(may.filter((act) => ruleFor(act)?.peopleOnly === true)).toEqual([])
  expect(may).not.toContain('order/issue')
  expect(may).not.toContain('joint/approve')
})

test('a refusal names the rule, in both languages, with the roles it asks for', () => {
  const refused = permission(person('viewer'), 'order/serve', at)
  if (refused.kind !== 'refused') throw new Error('let in')
  expect(refused.problem).toMatchObject({ code: 'not-permitted', value: 'record' })
  expect(refused.problem.message).toContain(rules.record.says.en)
  expect(refused.problem.messageFr).toContain(rules.record.says.fr)
  expect(refused.problem.message).toContain('officer')
  expect(refused.problem.messageFr).not.toContain('officer')
})

test("a role of one's own counts before a delegated one, and a delegated one says for whom", () => {
  const from = { id: 'p-2', name: 'Alex Singh' }
  const both: Actor = { ...person(), grants: [{ role: 'officer', from }, { role: 'officer' }] }
  expect(permission(both, 'order/serve', at)).toMatchObject({
    actor: { acting: { role: 'officer' } },
  })
  expect(permission(both, 'order/serve', at)).not.toMatchObject({
    actor: { acting: { onBehalfOf: from } },
  })
  const delegated: Actor = { ...person(), grants: [{ role: 'officer', from }] }
  expect(permission(delegated, 'order/serve', at)).toMatchObject({
    actor: { acting: { role: 'officer', onBehalfOf: from } },
  })
})
