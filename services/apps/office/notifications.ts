// Puts together who is told what happens: the outbox, the lines out, and the workflow that wakes them.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openOutbox } from '../../adapters/notifications/outbox.ts'
import { createSend, type Address } from '../../adapters/notifications/send.ts'
import type { Engine } from '../../adapters/temporal/engine.ts'
import { startNotifications, type Notifications } from '../../office/notifications/notifications.ts'
import type { Outbox, Recipient } from '../../office/notifications/ports.ts'
import type { Store } from '../../office/ports.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { UnderSeal } from '../../../shared/order/sealed.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { Log } from '../../platform/log.ts'

export interface People {
  readonly recipients: readonly Recipient[]
  readonly outbox: Outbox
  readonly notifications: Notifications
}

export async function tellPeople(
  { config, directory, office }: LoadedConfig,
  life: Lifecycle,
  {
    store,
    wake,
    underSeal,
    log,
  }: {
    readonly store: Store
    readonly wake: Engine['wake']
    readonly underSeal: () => UnderSeal | undefined
    readonly log: Log
  },
): Promise<People> {
  const { recipients, mailServer, pages, perHour, gatherSeconds, digestAt } =
    config.notify ?? nobody
  const outbox = await life.part(
    'outbox',
    () => openOutbox(path.join(config.dataDir, 'notifications.sqlite')),
    (opened) => opened[Symbol.dispose](),
  )
  const addresses = new Map(recipients.map(({ name, address }) => [name, addressOf(address)]))
  const send = createSend({
    addressOf: (name) => addresses.get(name),
    mailServer:
      mailServer === undefined
        ? undefined
        : {
            ...mailServer,
            password:
              mailServer.passwordFile === undefined ? undefined : secretIn(mailServer.passwordFile),
          },
  })
  const notifications = await life.part(
    'notifications',
    () =>
      startNotifications({
        own: office.id,
        offices: directory.offices.map(({ id }) => id),
        recipients,
        store,
        outbox,
        send,
        wake,
        rules: {
          gatherMs: 1_000 * gatherSeconds,
          perHour,
          digestAt,
          zone: office.zone,
        },
        underSeal,
        pages,
        nameOf: (id, lang) => directory.offices.find((each) => each.id === id)?.short[lang] ?? id,
        // People are told by the clock on their own wall, also where the legal clock is compressed.
        now: () => new Date().toISOString() as Instant,
        log: log.child({ part: 'notifications' }),
      }),
    (started) => started[Symbol.dispose](),
  )
  return { recipients, outbox, notifications }
}

const nobody: NonNullable<LoadedConfig['config']['notify']> = {
  pages: '',
  recipients: [],
  perHour: 6,
  gatherSeconds: 60,
  digestAt: '07:00',
}

function addressOf(
  address: { kind: 'mail'; to: string } | { kind: 'webhook'; url: string; secretFile: string },
): Address {
  return address.kind === 'mail'
    ? address
    : { kind: 'webhook', url: address.url, secret: secretIn(address.secretFile) }
}

function secretIn(file: string): string {
  return readFileSync(file, 'utf8').trim()
}
