// A message in words: what happened, why it is theirs, by when, and where to look. As plain text, for a mail and for a program alike, and as a page for mail programs.

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
  /** The same for mail programs that show pages; absent where an earlier version wrote it. */
  readonly html?: string | undefined
}

export interface Letterhead {
  readonly lang: Lang
  readonly officeName: string
  /** Address of the office's pages, without a slash at its end. */
  readonly pages: string
}

/** The most that one message lists; the rest is counted, and stands on the page. */
const maxListed = 100

export function messageText(
  kind: 'alert' | 'digest',
  notifications: readonly Notification[],
  letterhead: Letterhead,
): Pick<Message, 'subject' | 'text' | 'html'> {
  const { lang, officeName, pages } = letterhead
  const words = wordsIn[lang]
  const subject = words.subject(kind, notifications.length, officeName)
  const opening = words.opening(kind, notifications.length, officeName)
  const count = notifications.length
  const listed = notifications.slice(0, maxListed)
  const items = listed.map(
    ({ what, why, by, about }) =>
      `- ${what[lang]}\n  ${why[lang]}.${by === undefined ? '' : ` ${words.by(by)}`}\n  ${pages}${pagePathOf(about)}`,
  )
  return {
    subject,
    text: [
      opening,
      ...items,
      ...(count > maxListed ? [`${words.more(count - maxListed)} ${pages}/notifications`] : []),
      words.closing(`${pages}/notifications`),
    ].join('\n\n'),
    html: messagePage({ subject, opening, listed, count, letterhead }),
  }
}

/** To a supervisor: somebody has more alerts than the ceiling lets through. */
export function overflowText(
  recipient: string,
  count: number,
  { lang, officeName, pages }: Letterhead,
): Pick<Message, 'subject' | 'text' | 'html'> {
  const words = wordsIn[lang]
  const subject = words.overflowSubject(officeName)
  const said = words.overflow(recipient, count)
  return {
    subject,
    text: `${said}\n\n${pages}/notifications`,
    html: pageOf(lang, subject, [
      `<p>${escaped(said)}</p>`,
      `<p>${link(`${pages}/notifications`)}</p>`,
    ]),
  }
}

/** A heading for each reason, in the order in which they first come. Nothing in it is loaded from anywhere, and every link leads to the office's own pages. */
function messagePage({
  subject,
  opening,
  listed,
  count,
  letterhead: { lang, pages },
}: {
  readonly subject: string
  readonly opening: string
  readonly listed: readonly Notification[]
  readonly count: number
  readonly letterhead: Letterhead
}): string {
  const words = wordsIn[lang]
  const reasons = [...new Set(listed.map(({ why }) => why[lang]))]
  const groups = reasons.map((reason) => {
    const items = listed
      .filter(({ why }) => why[lang] === reason)
      .map(
        ({ what, by, about }) =>
          `<li>${link(`${pages}${pagePathOf(about)}`, what[lang])}${by === undefined ? '' : `<br><strong>${escaped(words.by(by))}</strong>`}</li>`,
      )
    return `<h2 style="font-size:1.1em">${escaped(reason)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
  })
  const told = `${pages}/notifications`
  return pageOf(lang, subject, [
    `<h1 style="font-size:1.3em">${escaped(opening)}</h1>`,
    ...groups,
    ...(count > maxListed
      ? [`<p>${escaped(words.more(count - maxListed))} ${link(told)}</p>`]
      : []),
    `<p>${escaped(words.closing('\n')).replace('\n', link(told))}</p>`,
  ])
}

/** No colours: a mail program that is dark stays readable. Some replace the body by their own: the look is that of what is in it. */
function pageOf(lang: Lang, title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title></head>
<body>
<div style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:0 auto;padding:1em;word-wrap:break-word">
${parts.join('\n')}
</div>
</body>
</html>
`
}

function link(address: string, shown = address): string {
  return `<a href="${escaped(address)}">${escaped(shown)}</a>`
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
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
    more: (count: number) => `And ${count} more:`,
    closing: (at: string) => `Acknowledge at ${at}. The record is the ledger; this message is not.`,
    overflowSubject: (office: string) => `${office}: alerts are held back`,
    overflow: (recipient: string, count: number) =>
      `${recipient} has reached the ceiling of messages within an hour. ${count} ${count === 1 ? 'alert waits' : 'alerts wait'} and will come together; please look whether somebody is on it.`,
  },
  fr: {
    subject: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${office}\u00a0: ${count === 1 ? 'un élément requiert' : `${count} éléments requièrent`} votre attention`
        : `${office}\u00a0: ce qui a changé, ${count} ${count === 1 ? 'élément' : 'éléments'}`,
    opening: (kind: 'alert' | 'digest', count: number, office: string) =>
      kind === 'alert'
        ? `${count === 1 ? 'Ceci requiert' : 'Ces éléments requièrent'} votre attention à ${office}\u00a0:`
        : `Depuis le dernier sommaire de ${office}\u00a0:`,
    by: (date: string) => `Au plus tard le ${date}.`,
    more: (count: number) => `Et ${count} de plus\u00a0:`,
    closing: (at: string) => `Accusez réception à ${at}. Le registre fait foi; ce message, non.`,
    overflowSubject: (office: string) => `${office}\u00a0: des alertes sont retenues`,
    overflow: (recipient: string, count: number) =>
      `${recipient} a atteint le plafond de messages en une heure. ${count === 1 ? 'Une alerte attend' : `${count} alertes attendent`} et viendront ensemble; veuillez vérifier que quelqu'un s'en occupe.`,
  },
} as const
