// What an event says, in a line of plain text: for histories and timelines.

import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import { assertNever, type Lang } from '../../../shared/kernel/text.ts'
import { wordOfMeans } from '../../../shared/order/state.ts'
import { say, sayOf } from '../kit/words.ts'
import { plainDate } from '../kit/parts.ts'

/** The details of an event, without its name and date; empty where the name says all. `office` makes an office's short name of its id. */
export function detailOf(
  lang: Lang,
  event: OrderEvent | MatterEvent,
  office: (id: string) => string,
): string {
  switch (event.kind) {
    case 'issued':
      return `${event.number} · ${event.respondent.name} · ${event.statute} · ${event.terms.map((term) => term.id).join(', ')}`
    case 'copy-given':
      return line(event.party, sayOf(lang, 'means', wordOfMeans(event.means)))
    case 'refusal-declared':
      return line(event.terms.join(', '), event.reason)
    case 'compliance-reported':
      return line(event.party, event.terms.join(', '), sayOf(lang, 'outcome', event.outcome))
    case 'challenge-filed':
      return line(
        say(lang, `challenge.${event.challengeKind}`),
        event.forum,
        event.terms.join(', '),
        sayOf(lang, 'inTime', event.inTime),
        event.from === undefined
          ? undefined
          : say(lang, 'challenge.from', { decision: event.from }),
      )
    case 'court-decided':
      return line(
        event.citation,
        ...('results' in event && event.results !== undefined
          ? event.results.map((result) =>
              line(result.terms.join(', '), sayOf(lang, 'outcome', result.outcome), result.then),
            )
          : [sayOf(lang, 'outcome', event.outcome ?? ''), event.then]),
        'terms' in event ? event.terms.join(', ') : undefined,
      )
    case 'stay-sought':
    case 'stay-ordered':
    case 'stay-lifted':
      return line(event.forum, event.terms.join(', '))
    case 'extended':
      return line(plainDate(lang, event.to), event.terms.join(', '), event.reason)
    case 'corrected':
    case 'closed':
      return event.reason
    case 'compliance-assessed':
      return line(
        event.party,
        event.terms.join(', '),
        sayOf(lang, 'finding', event.finding),
        typeof event.basis === 'string' ? sayOf(lang, 'basis', event.basis) : event.basis.other,
      )
    case 'challenge-time-extended':
      return line(event.party, event.forum, plainDate(lang, event.to))
    case 'deadline-set':
      return line(event.text[lang], plainDate(lang, event.to), event.reason)
    case 'recorded-in-error':
      return line(sayOf(lang, 'event', event.was.kind), event.reason)
    case 'disposition':
      return sayOf(lang, 'disposition', event.of)
    case 'commitment-made':
      return line(event.commitment, event.terms.map((term) => term.text[lang]).join('; '))
    case 'notice-of-intention':
      return line(event.notice, plainDate(lang, event.replyBy))
    case 'report-sent':
      return event.to
    case 'court-application':
      return line(event.application, event.section, event.forum, event.by)
    case 'rescinded':
    case 'withdrawn':
    case 'extension-undone':
      return line(event.terms.join(', '), event.reason)
    case 'deadline-corrected': {
      const { before, after, reason } = event
      const date = (side: typeof before) => (side === undefined ? '–' : plainDate(lang, side.date))
      return line(
        sayOf(lang, 'deadline', (before ?? after)?.id ?? ''),
        (before ?? after)?.terms.join(', '),
        `${date(before)} → ${date(after)}`,
        reason,
      )
    }
    case 'escalated':
      return line(event.route, event.step, event.docket)
    case 'escalation-decided':
      return line(
        event.route,
        event.outcome,
        event.amount === undefined ? undefined : money(lang, event.amount),
        event.docket,
      )
    case 'deadline-reached':
      return line(
        sayOf(lang, 'deadline', event.deadline),
        event.party,
        'terms' in event ? event.terms?.join(', ') : undefined,
      )
    case 'opened':
      return line(event.title[lang], event.respondent.name, event.file)
    case 'investigation-opened':
    case 'findings-published':
      return event.offices.map(office).join(', ')
    case 'joint-action':
      return line(
        event.action,
        event.actionKind,
        event.offices.map(office).join(', '),
        ...(event.texts ?? []).map((text) => text[lang]),
      )
    case 'recommendation-made':
    case 'recommendation-refused':
    case 'statement-made':
    case 'noted':
      return event.text[lang]
    case 'announced':
      return event.orders.join(', ')
    default:
      return assertNever(event)
  }
}

/** The deadlines that a fact set, as its event carries them. */
export function deadlinesOf(event: OrderEvent | MatterEvent): readonly Deadline[] {
  if (event.kind === 'deadline-corrected') return event.after === undefined ? [] : [event.after]
  return 'deadlines' in event ? (event.deadlines ?? []) : []
}

function line(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

function money(lang: Lang, amount: number): string {
  return new Intl.NumberFormat(`${lang}-CA`, {
    style: 'currency',
    currency: 'CAD',
    currencyDisplay: 'narrowSymbol',
  }).format(amount)
}
