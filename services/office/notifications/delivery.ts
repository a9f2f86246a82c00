// When a recipient gets a message, and of what: pure, so that a storm of events can be tried in a millisecond.
// Alerts wait a moment for what comes with them; a ceiling bounds them; what the ceiling holds back goes to the supervisors and into the next message.

import { dateAt, instantOf, later } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Notification } from './notification.ts'

export interface DeliveryRules {
  /** An alert waits this long for what happens with it. */
  readonly gatherMs: number
  /** Messages to one recipient within an hour. */
  readonly perHour: number
  /** `HH:MM` on the wall of the office. */
  readonly digestAt: string
  readonly zone: string
}

export type Delivery =
  | {
      readonly kind: 'send'
      readonly message: 'alert' | 'digest'
      readonly notifications: readonly Notification[]
    }
  /** The ceiling is reached: the supervisors are told once, and the recipient at `until`. */
  | { readonly kind: 'held'; readonly until: Instant; readonly count: number }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'nothing' }

/** `sentAt`: when messages were sent to this recipient, in any order. */
export function nextDelivery(
  waiting: readonly Notification[],
  sentAt: readonly Instant[],
  now: Instant,
  { gatherMs, perHour, digestAt, zone }: DeliveryRules,
): Delivery {
  const urgent = waiting.filter(({ urgency }) => urgency === 'now')
  const [first] = urgent.map(({ madeAt }) => madeAt).toSorted()
  if (first === undefined) return digest(waiting, now, digestAt, zone)
  const gathered = later(first, gatherMs)
  if (gathered > now) return { kind: 'wait', until: gathered }
  const recent = sentAt.filter((at) => later(at, hourMs) > now).toSorted()
  const free = recent[recent.length - perHour]
  return free === undefined
    ? { kind: 'send', message: 'alert', notifications: urgent }
    : { kind: 'held', until: later(free, hourMs), count: urgent.length }
}

function digest(
  waiting: readonly Notification[],
  now: Instant,
  digestAt: string,
  zone: string,
): Delivery {
  const [first] = waiting.map(({ madeAt }) => madeAt).toSorted()
  if (first === undefined) return { kind: 'nothing' }
  const due = nextTime(first, digestAt, zone)
  return due > now
    ? { kind: 'wait', until: due }
    : { kind: 'send', message: 'digest', notifications: waiting }
}

/** The first instant after `after` at which the wall of `zone` shows `time`; an hour that a day leaves out is passed over. */
function nextTime(after: Instant, time: string, zone: string): Instant {
  for (let days = 0; ; days += 1) {
    const at = instantOf(`${dateAt(later(after, days * dayMs), zone)} ${time}`, zone)
    if (at !== undefined && at > after) return at
  }
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
