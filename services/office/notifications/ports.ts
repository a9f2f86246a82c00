// What telling people asks of the world: somewhere to keep what is to be told, a way to send, and somebody who wakes the sender.

import type { Cursor } from '../../../shared/contract/lists.schema.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Message } from './message.ts'
import type { Notification } from './notification.ts'

export interface Recipient {
  /** Its name within the office: what stands in the outbox, on the page and in the workflow's id. */
  readonly name: string
  readonly lang: Lang
  /** Told when another recipient's ceiling is reached. */
  readonly supervisor: boolean
}

export interface Kept extends Notification {
  readonly recipient: string
  /** The message it went with; undefined while it waits. */
  readonly message: string | undefined
  readonly acknowledgedAt: Instant | undefined
  readonly acknowledgedBy: string | undefined
}

export interface KeptMessage extends Message {
  readonly recipient: string
  readonly sentAt: Instant | undefined
  readonly tries: number
  /** What the last try met; undefined where none failed. */
  readonly problem: string | undefined
}

/** Of a row in a list: the latest first, and none has the place of another. */
export function placeOf({
  madeAt,
  id,
  recipient,
}: Pick<Kept | KeptMessage, 'madeAt' | 'id' | 'recipient'>): Cursor {
  return [madeAt, id, recipient]
}

/** Durable: what a call wrote is on the disk when it returns. */
export interface Outbox extends Disposable {
  /** How far a ledger was looked at. */
  position(office: OfficeId): number | undefined
  /** Keeps the notifications for every recipient, each once, and the position, together. */
  take(
    office: OfficeId,
    position: number,
    notifications: readonly Notification[],
    recipients: readonly string[],
  ): void
  waiting(recipient: string): Notification[]
  sentAt(recipient: string, after: Instant): Instant[]
  /** Keeps a message before it is sent, and which notifications it tells. The same message again changes nothing. */
  put(recipient: string, message: Message, notifications: readonly string[]): void
  unsent(recipient: string): KeptMessage[]
  tried(recipient: string, message: string, sentAt: Instant | undefined, problem?: string): void
  /** To be sent again, because a person wants it. False where there is no such message. */
  again(recipient: string, message: string): boolean
  /** False where there is no such notification. */
  acknowledge(recipient: string, id: string, by: string, at: Instant): boolean
  /** The latest first, after a place: that of a row is `placeOf`. */
  list(limit: number, asked?: { after?: Cursor; acknowledged?: boolean }): Kept[]
  messages(limit: number, asked?: { after?: Cursor }): KeptMessage[]
}

/** Sends to one recipient. Throws where it could not be handed over; the same message again is the same for who receives it. */
export type Send = (recipient: Recipient, message: Message) => Promise<void>

/** Wakes what delivers to a recipient, and starts it if it is not there. Throws where nobody is there to wake. */
export type Wake = (recipient: string) => Promise<void>
