// What people were told, for pages and programs; and what a person does about it: acknowledge, or have it sent again.

import type {
  AboutNotification,
  NotificationsView,
} from '../../../shared/contract/notifications.schema.ts'
import { pagePathOf } from '../../../shared/contract/page-path.ts'
import { actorText, type Actor } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type { Outbox, Recipient } from './ports.ts'

export interface NotificationViewOptions {
  readonly recipients: readonly Recipient[]
  readonly outbox: Pick<Outbox, 'list' | 'messages' | 'acknowledge'>
  readonly sendAgain: (recipient: string, message: string) => Promise<boolean>
  readonly now: () => Instant
}

export interface NotificationViews {
  notifications(): NotificationsView
  /** Throws `not-found`. */
  acknowledge(actor: Actor, about: AboutNotification): void
  /** Throws `not-found`. */
  sendAgain(about: AboutNotification): Promise<void>
}

export function createNotificationViews(options: NotificationViewOptions): NotificationViews {
  const { recipients, outbox, sendAgain, now } = options
  return {
    notifications: (): NotificationsView => ({
      recipients: recipients.map(({ name }) => name),
      notifications: outbox
        .list(shownAtOnce)
        .map(({ about, by, message, acknowledgedAt, acknowledgedBy, ...rest }) => ({
          ...rest,
          page: pagePathOf(about),
          by: by ?? null,
          message: message ?? null,
          acknowledgedAt: acknowledgedAt ?? null,
          acknowledgedBy: acknowledgedBy ?? null,
        })),
      messages: outbox.messages(shownAtOnce).map(({ sentAt, problem: met, ...rest }) => ({
        ...rest,
        sentAt: sentAt ?? null,
        problem: met ?? null,
      })),
    }),
    acknowledge(actor, { recipient, id }) {
      if (!outbox.acknowledge(recipient, id, actorText(actor), now())) throw unknown(id)
    },
    async sendAgain({ recipient, id }) {
      if (!(await sendAgain(recipient, id))) throw unknown(id)
    },
  }
}

function unknown(id: string): ProblemError {
  return new ProblemError(
    problem(
      'not-found',
      {
        en: 'There is no such notification or message here',
        fr: "Il n'y a ici ni avis ni message de ce genre",
      },
      id,
    ),
  )
}

const shownAtOnce = 200
