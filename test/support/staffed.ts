// An office in memory behind its policy, with staff in memory, for tests of who may what.

import { createHash, randomUUID } from 'node:crypto'
import type { Actor, Role } from '../../shared/kernel/actor.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { unwrap } from '../../shared/kernel/problems.ts'
import { fourEyesActs, type FourEyesAct } from '../../shared/office/policy.ts'
import { openStaffStore } from '../../services/adapters/staff/store.ts'
import { guardOffice } from '../../services/office/guard.ts'
import { createStaff, type StaffOfOffice } from '../../services/office/staff/staff.ts'
import type { StaffStore } from '../../services/office/staff/ports.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import type { MemoryOffice } from '../contract/http/memory-office.ts'

export const localSecret = 'the-secret-of-this-machine'

export interface Staffed {
  readonly office: MemoryOffice
  /** Behind the policy. */
  readonly api: OfficeApi
  readonly staff: StaffOfOffice
  readonly store: StaffStore
  readonly hashOf: (secret: string) => string
  /** Real time passes. */
  pass(ms: number): void
  /** Signs somebody in; answers the secret of the session. */
  signIn(
    subject: string,
    options?: { readonly name?: string; readonly roles?: readonly Role[] },
  ): string
  /** Who the secret of a session stands for now. */
  who(session: string): Actor
}

export function staffed(
  office: MemoryOffice,
  options: {
    readonly identity?: 'local' | 'openid'
    readonly realTime?: boolean
    readonly devicePollMs?: number
    readonly fourEyes?: readonly FourEyesAct[]
    /** When its real time begins: pages compare sign-ins with the clock of the machine. */
    readonly startsAt?: number
    readonly people?: readonly {
      subject: string
      name?: string
      roles: readonly Role[]
      until?: Instant
    }[]
  } = {},
): Staffed {
  const { identity = 'openid', fourEyes = fourEyesActs, people = [], realTime = false } = options
  const store = openStaffStore(':memory:')
  let at = options.startsAt ?? Date.parse('2026-11-27T09:00:00.000Z')
  let secrets = 0
  const now = () => new Date(realTime ? Date.now() : at).toISOString() as Instant
  const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')
  const staff = createStaff({
    identity,
    store,
    people,
    ...(identity === 'local' ? { localSecret } : {}),
    ...(options.devicePollMs === undefined ? {} : { devicePollMs: options.devicePollMs }),
    now,
    newSecret: () => `secret-${++secrets}`,
    newId: () => randomUUID(),
    hashOf,
    markOf: (issuer, subject) => `p-${issuer}-${subject}`,
    record: (actor, ref, command) => office.submit(actor, ref, command),
  })
  const api = guardOffice(office, {
    staff,
    preparations: staff.preparations,
    fourEyes,
    preparerOf: (joint) => office.preparerOf(joint),
    underSeal: () => office.seals.underSeal(),
    now,
  })
  return {
    office,
    api,
    staff,
    store,
    hashOf,
    pass: (ms) => void (at += ms),
    signIn: (subject, { name = subject, roles = [] } = {}) =>
      unwrap(staff.open({ issuer: 'test', subject, name, roles, at: now() })).secret,
    who(session) {
      const actor = staff.recognise({ session })
      if (actor === undefined) throw new Error('nobody is signed in with this')
      return actor
    },
  }
}
