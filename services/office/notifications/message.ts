// A message in words: what happened, why it is theirs, by when, and where to look. Plain text, for a mail and for a program alike.

import type { Instant } from '../../../shared/kernel/date.ts'
import { pagePathOf } from '../../../shared/contract/page-path.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Notification } from './notification.ts'

export interface Message {
  /** Made of what it tells: sent again, it is the same message. */
  readonly id: string
  readonly kind: 'alert' | 'digest' | 'overflow'
  readonly madeAt: Instant
  readonly subject: string
  readonly text: string
}

export interface Letterhead {
  readonly lang: Lang
  readonly officeName: string
  /** Address of the office's pages, without a slash at its end. */
  readonly pages: string
}

/** The most that one message lists; the rest is counted, and stands on the page. */
export const maxListed = 100

export function messageText(
  kind: 'alert' | 'digest',
  notifications: readonly Notification[],
  { lang, officeName, pages }: Letterhead,
): Pick<Message, 'subject' | 'text'> {
  const words = wordsIn[lang]
  const count = notifications.length
  const listed = notifications.slice(0, maxListed)
  const items = listed.map(
    ({ what, why, by, about }) =>
      `- ${what[lang]}\n  ${why[lang]}.${by === undefined ? '' : ` ${words.by(by)}`}\n  ${pages}${pagePathOf(about)}`,
  )
  return {
    subject: words.subject(kind, count, officeName),
    text: [
      words.opening(kind, count, officeName),
      ...items,
      ...(count > maxListed ? [words.more(count - maxListed, pages)] : []),
      words.closing(pages),
    ].join('\n\n'),
  }
}

/** To a supervisor: somebody has more alerts than the ceiling lets through. */
export function overflowText(
  recipient: string,
  count: number,
  { lang, officeName, pages }: Letterhead,
): Pick<Message, 'subject' | 'text'> {
  const words = wordsIn[lang]
  return {
    subject: words.overflowSubject(officeName),
    text: `${words.overflow(recipient, count)}\n\n${pages}/notifications`,
  }
}

const wordsIn = {
  en: {
    subject: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${office}: ${count === 1 ? 'one thing needs' : `${count} things need`} you`
        : `${office}: what moved, ${count} ${count === 1 ? 'entry' : 'entries'}`,
    opening: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${count === 1 ? 'This needs' : 'These need'} attention at ${office}:`
        : `Since the last digest of ${office}:`,
    by: (date: string) => `By ${date}.`,
    more: (count: number, pages: string) => `And ${count} more: ${pages}/notifications`,
    closing: (pages: string) =>
      `Acknowledge at ${pages}/notifications. The record is the ledger; this message is not.`,
    overflowSubject: (office: string) => `${office}: alerts are held back`,
    overflow: (recipient: string, count: number) =>
      `${recipient} has reached the ceiling of messages within an hour. ${count} ${count === 1 ? 'alert waits' : 'alerts wait'} and will come together; please look whether somebody is on it.`,
  },
  fr: {
    subject: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${office} : ${count === 1 ? 'un élément requiert' : `${count} éléments requièrent`} votre attention`
        : `${office} : ce qui a changé, ${count} ${count === 1 ? 'élément' : 'éléments'}`,
    opening: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${count === 1 ? 'Ceci requiert' : 'Ces éléments requièrent'} votre attention à ${office} :`
        : `Depuis le dernier sommaire de ${office} :`,
    by: (date: string) => `Au plus tard le ${date}.`,
    more: (count: number, pages: string) => `Et ${count} de plus : ${pages}/notifications`,
    closing: (pages: string) =>
      `Accusez réception à ${pages}/notifications. Le registre fait foi; ce message, non.`,
    overflowSubject: (office: string) => `${office} : des alertes sont retenues`,
    overflow: (recipient: string, count: number) =>
      `${recipient} a atteint le plafond de messages en une heure. ${count === 1 ? 'Une alerte attend' : `${count} alertes attendent`} et viendront ensemble; veuillez vérifier que quelqu'un s'en occupe.`,
  },
} as const
