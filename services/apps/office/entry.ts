// Who is let in to an office: its staff's file, how people sign in, and its contract behind the policy.

import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { UnderSeal } from '../../../shared/order/sealed.ts'
import type { Staff } from '../../../shared/contract/staff.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { openDeskStore } from '../../adapters/desk/store.ts'
import { openStaffStore } from '../../adapters/staff/store.ts'
import { createDesk, type Desk } from '../../office/desk/desk.ts'
import { isKnown } from '../../office/desk/known.ts'
import type { Door } from '../../office/door.ts'
import { guardOffice } from '../../office/guard.ts'
import { preparerOf } from '../../office/joint/preparer.ts'
import type { Store } from '../../office/ports.ts'
import { createStaff, type StaffOfOffice } from '../../office/staff/staff.ts'
import type { IdentityConfig } from '../../platform/config.schema.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { OpenIdOptions } from '../../web/sign-in/openid.ts'

/** What programs of this machine show to an office with local identities: only this user can read it. */
const localTokenFile = 'local.token'

export interface Entry {
  readonly api: OfficeApi
  readonly web: {
    readonly staff: Staff
    readonly openId?: OpenIdOptions
    readonly hosts?: readonly string[]
    readonly addressHeader?: string | undefined
  }
}

type Setting = { readonly loaded: LoadedConfig; readonly life: Lifecycle }
type Recorded = { readonly door: Door; readonly store: Store }

const realNow = () => new Date().toISOString() as Instant

/** The people and programs of this office. */
export async function openStaff(
  { loaded: { config }, life }: Setting,
  { door }: Pick<Recorded, 'door'>,
): Promise<StaffOfOffice> {
  const { identity } = config
  const store = await life.part(
    'staff',
    () => openStaffStore(path.join(config.dataDir, 'staff.sqlite')),
    (opened) => opened[Symbol.dispose](),
  )
  const localSecret = localTokenOf(config.dataDir, identity)
  return createStaff({
    identity: identity.kind,
    store,
    people: identity.people,
    ...(localSecret === undefined ? {} : { localSecret }),
    now: realNow,
    newSecret: () => randomBytes(32).toString('base64url'),
    newId: () => randomUUID(),
    hashOf: (secret) => createHash('sha256').update(secret).digest('hex'),
    // With the first key: a person stays the same person when it is changed.
    markOf: personMark(readFileSync(config.keys.formerPayload?.at(-1) ?? config.keys.payload)),
    record: (actor, ref, command) => door.submit(actor, ref, command),
  })
}

/** What the office keeps for itself: no ledger has it. */
export async function openDesk(
  { loaded: { config }, life }: Setting,
  { store: projection }: Pick<Recorded, 'store'>,
  staff: StaffOfOffice,
): Promise<Desk> {
  const store = await life.part(
    'desk',
    () => openDeskStore(path.join(config.dataDir, 'desk.sqlite')),
    (opened) => opened[Symbol.dispose](),
  )
  return createDesk({
    store,
    isKnown: (about) => isKnown(projection, about),
    colleagues: (act) => {
      const all = staff.whoMay('changeDesk')
      if (act === undefined) return all
      const able = new Set(staff.whoMay(act).map(({ id }) => id))
      return all.filter(({ id }) => able.has(id))
    },
    audit: staff.note,
    now: realNow,
    newId: () => randomUUID(),
  })
}

/** The office behind its policy. */
export function guardEntry(
  { config, office }: LoadedConfig,
  { store }: Pick<Recorded, 'store'>,
  api: OfficeApi,
  staff: StaffOfOffice,
  underSeal: () => UnderSeal | undefined,
): Entry {
  const { identity } = config
  const guarded = guardOffice(api, {
    staff,
    preparations: staff.preparations,
    fourEyes: identity.fourEyes,
    preparerOf: (joint) => preparerOf(store, joint, office.id),
    underSeal,
    now: realNow,
  })
  return { api: guarded, web: { staff, ...webOf(config.http.hosts, identity) } }
}

/** The office's own mark of a person. The key keeps others from trying subjects until one fits. */
function personMark(secret: Uint8Array): (issuer: string, subject: string) => string {
  const key = createHash('sha256').update('concert person mark').update(secret).digest()
  return (issuer, subject) =>
    `p-${createHmac('sha256', key)
      .update(JSON.stringify([issuer, subject]))
      .digest('hex')
      .slice(0, 24)}`
}

/** Kept from start to start; an office whose people sign in has none. */
function localTokenOf(dataDir: string, identity: IdentityConfig): string | undefined {
  const file = path.join(dataDir, localTokenFile)
  if (identity.kind !== 'local') {
    rmSync(file, { force: true })
    return undefined
  }
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

function webOf(
  hosts: readonly string[] = [],
  identity: IdentityConfig,
): Omit<Entry['web'], 'staff'> {
  if (identity.kind === 'local') return {}
  const { issuer, clientId, clientSecret, publicUrl, scope, rolesClaim, addressHeader } = identity
  return {
    openId: {
      issuer,
      clientId,
      clientSecret:
        clientSecret === undefined ? undefined : readFileSync(clientSecret, 'utf8').trim(),
      publicUrl,
      scope,
      rolesClaim,
    },
    hosts: [...hosts, new URL(publicUrl).host],
    addressHeader,
  }
}
