// A ledger filled by the real door, without Temporal: so many orders, and of each the first commands of its life.

import { createDoor, type Door } from '../../services/office/door.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { commandMac } from '../../services/adapters/seal/mac.ts'
import { loadPacks } from '../../services/platform/packs.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import type { JointContext } from '../../shared/joint/snapshot.ts'
import type { AnyCommand } from '../../shared/rules.ts'
import { rulesOf } from '../../shared/rules.ts'
import type { TestOffice } from '../support/nats.ts'
import { inLanes } from './load.ts'
import { lifeOf, orderRef } from './orders.ts'

/** Nothing was projected: what this door recorded it remembers itself. */
const nothingProjected: Parameters<typeof createDoor>[0]['store'] = {
  aggregate: () => undefined,
  versionOf: () => undefined,
  eventOfCommand: () => undefined,
}

export function doorOf(
  { entry, signer, seed }: TestOffice,
  ledger: Ledger,
  store = nothingProjected,
): Door {
  const packs = loadPacks()
  const now = () => new Date().toISOString() as Instant
  return createDoor({
    office: entry,
    ledger,
    store,
    signer,
    verifySignature,
    rulesOf,
    context: () => ({
      office: entry,
      packs,
      zoneData: process.versions['tz'] ?? 'none',
      today: dateAt(now(), entry.zone),
      joint: noJoint,
    }),
    now,
    isLate: () => false,
    powerProblem: () => undefined,
    readers: () => [],
    ...commandMac(seed),
  })
}

/** Orders have nothing to do with joint actions: whoever asks here has gone astray. */
const noJoint = new Proxy({} as JointContext, {
  get: (_, name) => {
    throw new Error(`An order asked for "${String(name)}" of a joint action`)
  },
})

export async function fillLedger(
  office: TestOffice,
  ledger: Ledger,
  options: { readonly orders: number; readonly commands: number },
): Promise<void> {
  const door = doorOf(office, ledger)
  const today = dateAt(new Date().toISOString() as Instant, office.entry.zone)
  await inLanes(options.orders, 16, (number) =>
    fillOne(door, office, { number, today, commands: options.commands }),
  )
}

async function fillOne(
  door: Door,
  { entry }: TestOffice,
  { number, today, commands }: { number: number; today: LocalDate; commands: number },
): Promise<void> {
  const ref = orderRef(entry.id, `R${number + 1}`)
  for (const command of lifeOf(ref, today).slice(0, commands))
    await submit(door, ref, command as AnyCommand)
}

export async function submit(
  door: Door,
  ref: Parameters<Door['submit']>[1],
  command: AnyCommand,
): Promise<void> {
  const reply = await door.submit({ kind: 'program', name: 'bench' }, ref, command)
  if (reply.kind === 'refused')
    throw new Error(`${ref.id}: ${command.kind} was refused: ${reply.problem.message}`)
}
