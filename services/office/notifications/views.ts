// What people were told, for pages and programs; and what a person does about it: acknowledge, or have it sent again.

import { cursorText } from '../../../shared/contract/lists.schema.ts'
import type {
  AboutNotification,
  NotificationsQuery,
  NotificationsView,
} from '../../../shared/contract/notifications.schema.ts'
import { pagePathOf } from '../../../shared/contract/page-path.ts'
import { actorText, type Actor } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { notificationPageRows } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { placeOf, type Kept, type KeptMessage, type Outbox, type Recipient } from './ports.ts'

export interface NotificationViewOptions {
  readonly recipients: readonly Recipient[]
  readonly outbox: Pick<Outbox, 'list' | 'messages' | 'acknowledge'>
  readonly sendAgain: (recipient: string, message: string) => Promise<boolean>
  readonly now: () => Instant
}

export interface NotificationViews {
  notifications(query: NotificationsQuery): NotificationsView
  /** Throws `not-found`. */
  acknowledge(actor: Actor, about: AboutNotification): void
  /** Throws `not-found`. */
  sendAgain(about: AboutNotification): Promise<void>
}

export function createNotificationViews(options: NotificationViewOptions): NotificationViews {
  const { recipients, outbox, sendAgain, now } = options
  return {
    notifications({ limit = notificationPageRows, after, messagesAfter, acknowledged }) {
      const kept = outbox.list(limit + 1, present({ after, acknowledged }))
      const messages = outbox.messages(limit + 1, present({ after: messagesAfter }))
      return {
        recipients: recipients.map(({ name }) => name),
        notifications: kept.slice(0, limit).map(shownNotification),
        next: nextAfter(kept, limit),
        messages: messages.slice(0, limit).map(shownMessage),
        nextMessages: nextAfter(messages, limit),
      }
    },
    acknowledge(actor, { recipient, id }) {
      if (!outbox.acknowledge(recipient, id, actorText(actor), now())) throw unknown(id)
    },
    async sendAgain({ recipient, id }) {
      if (!(await sendAgain(recipient, id))) throw unknown(id)
    },
  }
}

function shownNotification(kept: Kept): NotificationsView['notifications'][number] {
  const { about, by, message, acknowledgedAt, acknowledgedBy, ...rest } = kept
  return {
    ...rest,
    page: pagePathOf(about),
    by: by ?? null,
    message: message ?? null,
    acknowledgedAt: acknowledgedAt ?? null,
    acknowledgedBy: acknowledgedBy ?? null,
  }
}

/** What was written is shown as text. */
function shownMessage(kept: KeptMessage): NotificationsView['messages'][number] {
  const { sentAt, problem: met, html: _, ...rest } = kept
  return { ...rest, sentAt: sentAt ?? null, problem: met ?? null }
}

/** Where the next page begins, of rows that are one more than were asked for where there is one. */
function nextAfter(rows: readonly (Kept | KeptMessage)[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return last === undefined ? null : cursorText(placeOf(last))
}

function unknown(id: string): ProblemError {
  return problemError(
    'not-found',
    {
      en: 'There is no such notification or message here',
      fr: "Il n'y a ici ni avis ni message de ce genre",
    },
    id,
  )
}
