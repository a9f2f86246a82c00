// Looks at every ledger from a durable position, keeps what people are to be told, and has it delivered.
// What is kept is never lost: a message is written down before it is sent, and stays until it was handed over.

import { createHash } from 'node:crypto'
import { later } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { withhold, type UnderSeal } from '../../../shared/order/sealed.ts'
import type { Log } from '../../platform/log.ts'
import type { Store } from '../ports.ts'
import { nextDelivery, type DeliveryRules } from './delivery.ts'
import { messageText, overflowText, type Letterhead } from './message.ts'
import { notificationOf } from './notification.ts'
import type { Outbox, Recipient, Send, Wake } from './ports.ts'

export interface NotificationOptions {
  readonly own: OfficeId
  readonly offices: readonly OfficeId[]
  readonly recipients: readonly Recipient[]
  readonly store: Pick<Store, 'cursor' | 'eventsAfter' | 'subscribe'>
  readonly outbox: Outbox
  readonly send: Send
  readonly wake: Wake
  readonly rules: DeliveryRules
  /** What a court keeps from publication: a message leaves the office. */
  readonly underSeal: () => UnderSeal | undefined
  readonly pages: string
  readonly nameOf: (office: string, lang: Lang) => string
  readonly now: () => Instant
  readonly log: Pick<Log, 'warn'>
}

export interface Notifications extends Disposable {
  /** Sends what is due to one recipient; answers how long nothing more will be, undefined where only news will change that. Throws where a message could not be handed over. */
  deliver(recipient: string): Promise<number | undefined>
  /** A person wants a message again. */
  sendAgain(recipient: string, message: string): Promise<boolean>
}

export function startNotifications(options: NotificationOptions): Notifications {
  const {
    own,
    offices,
    recipients,
    store,
    outbox,
    send,
    wake,
    rules,
    nameOf,
    underSeal,
    now,
    log,
  } = options
  const names = recipients.map(({ name }) => name)
  let timer: NodeJS.Timeout | undefined
  // Where nobody is to be told, nothing is looked at: an office pays for what it uses.
  const told = recipients.length === 0 ? [] : offices
  const unsubscribe = store.subscribe((change) => {
    if (change.kind === 'stored' && told.length > 0) takeSoon()
  })
  for (const office of told)
    // People are told of what happens from now on, not of a past that was read for the first time.
    if (outbox.position(office) === undefined)
      outbox.take(office, store.cursor(office).sequence, [], [])
  if (told.length > 0) takeSoon()

  return {
    deliver,
    async sendAgain(recipient, message) {
      if (!outbox.again(recipient, message)) return false
      await wake(recipient)
      return true
    },
    [Symbol.dispose]() {
      unsubscribe()
      clearTimeout(timer)
    },
  }

  /** A thousand events of one import are looked at together. */
  function takeSoon(): void {
    takeAfter(takeAfterMs)
  }

  function takeAfter(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      for (const office of told) takeAll(office)
      void wakeAll()
    }, ms)
  }

  function takeAll(office: OfficeId): void {
    for (;;) {
      const position = outbox.position(office) ?? 0
      const events = store.eventsAfter(office, position, takenAtOnce)
      const last = events.at(-1)?.recorded.sequence
      if (last === undefined) return
      const notifications = events.flatMap(
        ({ ref, hash, recorded: { event } }) =>
          notificationOf(
            { hash, ref, event: withhold(event, underSeal(), true), noticedAt: now() },
            own,
            nameOf,
          ) ?? [],
      )
      outbox.take(office, last, notifications, names)
    }
  }

  async function wakeAll(): Promise<void> {
    for (const name of names)
      if (outbox.waiting(name).length > 0)
        try {
          await wake(name)
        } catch (error) {
          log.warn({ err: error, recipient: name }, 'nobody can be told now; it is kept')
          takeAfter(wakeRetryMs)
        }
  }

  async function deliver(name: string): Promise<number | undefined> {
    const recipient = recipients.find((each) => each.name === name)
    if (recipient === undefined) return undefined
    // What was written down by somebody who died before it was sent comes first.
    for (const message of outbox.unsent(name)) await handOver(recipient, message.id)
    const at = now()
    const due = nextDelivery(
      outbox.waiting(name),
      outbox.sentAt(name, later(at, -hourMs)),
      at,
      rules,
    )
    switch (due.kind) {
      case 'nothing':
        return undefined
      case 'wait':
        return msUntil(due.until, at)
      case 'held':
        await tellSupervisors(recipient, due.count, due.until, at)
        return msUntil(due.until, at)
      case 'send': {
        const { message: kind, notifications } = due
        const ids = notifications.map(({ id }) => id)
        const id = idOf(name, kind, ...ids)
        const text = messageText(
          kind,
          // What was sealed since it was written down is withheld too.
          withhold(notifications, underSeal(), true),
          letterhead(recipient),
        )
        outbox.put(name, { id, kind, madeAt: at, ...text }, ids)
        await handOver(recipient, id)
        return 0
      }
    }
  }

  async function handOver(recipient: Recipient, id: string): Promise<void> {
    const message = outbox.unsent(recipient.name).find((each) => each.id === id)
    if (message === undefined) return
    try {
      await send(recipient, message)
    } catch (error) {
      outbox.tried(
        recipient.name,
        id,
        undefined,
        error instanceof Error ? error.message : String(error),
      )
      throw error
    }
    outbox.tried(recipient.name, id, now())
  }

  /** Once for each hour that is held back; what is wrong with a supervisor's line keeps nobody else waiting. */
  async function tellSupervisors(
    about: Recipient,
    count: number,
    until: Instant,
    at: Instant,
  ): Promise<void> {
    for (const supervisor of recipients.filter((each) => each.supervisor && each !== about)) {
      const id = idOf(supervisor.name, 'overflow', about.name, until.slice(0, 13))
      const text = overflowText(about.name, count, letterhead(supervisor))
      outbox.put(supervisor.name, { id, kind: 'overflow', madeAt: at, ...text }, [])
      await wake(supervisor.name).catch((error: unknown) =>
        log.warn({ err: error, recipient: supervisor.name }, 'a supervisor cannot be told now'),
      )
    }
  }

  function letterhead({ lang }: Recipient): Letterhead {
    return { lang, officeName: nameOf(own, lang), pages: options.pages }
  }
}

function idOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}

function msUntil(until: Instant, now: Instant): number {
  return Math.max(1, Date.parse(until) - Date.parse(now))
}

const hourMs = 3_600_000
const takeAfterMs = 200
const wakeRetryMs = 10_000
const takenAtOnce = 256
