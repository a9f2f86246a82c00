// Signing in a command line by a browser: the device authorization of RFC 8628. Whoever asks gets two codes; a person who is signed in confirms the short one.
// What waits is kept in memory: after a restart it is asked for again. Only hashes of the long codes are kept.

import type { CameFrom, Staff } from '../../../shared/contract/staff.ts'
import type { DeviceReply, WaitingDevice } from '../../../shared/contract/staff.schema.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  devicePatienceMs,
  devicePollMs,
  maxDevicesUnderWay,
  maxWrongUserCodesPerMinute,
  sessionMs,
} from '../../../shared/kernel/limits.ts'
import { problemError, ProblemError } from '../../../shared/kernel/problems.ts'
import { notSignedIn } from '../../../shared/office/permit.ts'
import { inMs, perMinute, type StaffParts } from './parts.ts'
import { makeRoom } from './sessions.ts'

type Calls = Pick<
  Staff,
  'askDevice' | 'waitingDevice' | 'confirmDevice' | 'denyDevice' | 'pollDevice'
>

interface Asked extends WaitingDevice {
  readonly hash: string
  readonly until: Instant
  readonly fresh: boolean
  readonly from: CameFrom
  polledAt: number
  answer?: { readonly person: string; readonly signedInAt: Instant } | 'denied'
}

export function createDevices(parts: StaffParts): {
  readonly calls: Calls
  /** Nothing that this person confirmed is handed out any more. */
  readonly forget: (person: string) => void
} {
  const { store, now, newId, newSecret, hashOf, audit, allow, grantsOf } = parts
  const pollMs = parts.devicePollMs ?? devicePollMs
  /** By user code, the oldest first. */
  const asked = new Map<string, Asked>()
  const wrong = perMinute(maxWrongUserCodesPerMinute, now)

  function tidy(): void {
    for (const [code, { until }] of asked) if (until <= now()) asked.delete(code)
    // Somebody who asks for thousands fills no memory, and loses the oldest of them.
    for (const code of asked.keys())
      if (asked.size >= maxDevicesUnderWay) asked.delete(code)
      else break
  }

  /** Throws `not-found` where nothing (any more) waits under the code. */
  function waiting(userCode: string): Asked {
    tidy()
    const found = asked.get(normalUserCode(userCode))
    if (found !== undefined && found.answer === undefined) return found
    if (!wrong()) throw tooMany()
    throw unknownCode(userCode)
  }

  /** A person with a browser whose sign-in is lately enough: after the command line asked, where it asks for that. */
  function confirming(actor: Actor, device: Asked): { person: string; signedInAt: Instant } {
    const { id, proof } = actor
    if (id === undefined || proof?.kind !== 'sign-in') throw new ProblemError(notSignedIn())
    if (device.fresh && isBefore(proof.at, device.askedAt)) throw signInAfter()
    return { person: id, signedInAt: proof.at }
  }

  const calls: Calls = {
    askDevice({ name, fresh }, from = {}) {
      tidy()
      const deviceCode = newSecret()
      let userCode = userCodeOf(hashOf(`user code of ${deviceCode}`))
      while (asked.has(normalUserCode(userCode))) userCode = userCodeOf(hashOf(newSecret()))
      asked.set(normalUserCode(userCode), {
        userCode,
        name,
        askedAt: now(),
        hash: hashOf(deviceCode),
        until: inMs(now(), devicePatienceMs),
        fresh,
        from,
        polledAt: 0,
      })
      return {
        deviceCode,
        userCode,
        expiresIn: devicePatienceMs / 1000,
        interval: pollMs / 1000,
      }
    },
    waitingDevice(asking, code) {
      const actor = allow(asking, 'confirmDevice')
      const device = waiting(code)
      confirming(actor, device)
      return shown(device)
    },
    confirmDevice(asking, code) {
      const actor = allow(asking, 'confirmDevice')
      const device = waiting(code)
      device.answer = confirming(actor, device)
      audit({ kind: 'device-confirmed', about: device.name }, actor)
      return shown(device)
    },
    denyDevice(asking, code) {
      const actor = allow(asking, 'denyDevice')
      const device = waiting(code)
      device.answer = 'denied'
      audit({ kind: 'device-denied', about: device.name }, actor)
      return shown(device)
    },
    pollDevice(deviceCode): DeviceReply {
      tidy()
      const hash = hashOf(deviceCode)
      const [code, device] = [...asked].find(([, each]) => each.hash === hash) ?? []
      if (code === undefined || device === undefined) return { kind: 'expired' }
      const at = Date.parse(now())
      const isEarly = at - device.polledAt < pollMs * pollTolerance
      device.polledAt = at
      if (device.answer === undefined) return { kind: isEarly ? 'slow-down' : 'pending' }
      asked.delete(code)
      if (device.answer === 'denied') return { kind: 'denied' }
      return open(device, device.answer)
    },
  }

  /** The session is made when it is fetched, so that its secret is nowhere before. */
  function open(
    { name, from }: Asked,
    { person: id, signedInAt }: { readonly person: string; readonly signedInAt: Instant },
  ): DeviceReply {
    const person = store.person(id)
    if (person === undefined) return { kind: 'expired' }
    const secret = `concert_${newSecret()}`
    const at = now()
    makeRoom(parts, person)
    store.putSession({
      id: newId(),
      hash: hashOf(secret),
      person: id,
      signedInAt,
      openedAt: at,
      usedAt: at,
      device: name,
      browser: null,
      address: from.address ?? null,
    })
    const roles = [...new Set(grantsOf(person).map(({ role }) => role))]
    audit(
      { kind: 'device-signed-in', about: name, more: roles.join(', ') },
      { kind: 'person', id, name: person.name },
    )
    return { kind: 'signed-in', secret, name: person.name, roles, until: inMs(at, sessionMs) }
  }

  return {
    calls,
    forget(person) {
      for (const [code, { answer }] of asked)
        if (typeof answer === 'object' && answer.person === person) asked.delete(code)
    },
  }
}

/** A poll that the network brought a little early is none too many. */
const pollTolerance = 0.9

/** Consonants only, as RFC 8628 (6.1) has it: no words, nothing that looks like a digit; 20^8 of them. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

function userCodeOf(hex: string): string {
  const code = (hex.match(/../g) ?? [])
    .map((pair) => Number.parseInt(pair, 16))
    // As many of each letter: what is left over of 256 is not used.
    .filter((byte) => byte < 256 - (256 % letters.length))
    .map((byte) => letters[byte % letters.length])
    .join('')
  return `${code.slice(0, 4)}-${code.slice(4, 8)}`
}

/** As it is typed: small letters, spaces and the dash do not matter. */
function normalUserCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z]/g, '')
}

/** An identity provider says the second of a sign-in, not its fraction. */
function isBefore(signedIn: Instant, asked: string): boolean {
  return Date.parse(signedIn) < Math.floor(Date.parse(asked) / 1000) * 1000
}

function shown({ userCode, name, askedAt }: Asked): WaitingDevice {
  return { userCode, name, askedAt }
}

function unknownCode(code: string) {
  return problemError(
    'not-found',
    {
      en: 'No command line waits under this code: it was mistyped, has been used, or is older than ten minutes',
      fr: 'Aucune ligne de commande n’attend sous ce code : il a été mal saisi, a déjà servi, ou date de plus de dix minutes',
    },
    code.slice(0, 20),
  )
}

function tooMany() {
  return problemError('not-permitted', {
    en: 'Too many wrong codes: wait a minute',
    fr: 'Trop de codes erronés : attendez une minute',
  })
}

function signInAfter() {
  return problemError('sign-in-again', {
    en: 'This command line asks for a fresh sign-in: sign in again, then confirm its code',
    fr: 'Cette ligne de commande demande une connexion récente : connectez-vous de nouveau, puis confirmez son code',
  })
}
