// What an event is told for, to the people of one office: why it is theirs to know, and whether at once or with the day's digest.
// What the office did itself is told to nobody: those who did it know, and it stands on the page.

import { detailOf, eventWords } from '../../../shared/contract/event-text.ts'
import { jointEventWords } from '../../../shared/contract/joint-event-words.ts'
import type { ProposalEvent } from '../../../shared/joint/proposal.schema.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { parseJointRef, type AggregateRef, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import type { AnyEvent } from '../../../shared/rules.ts'

const { label } = vocabulary({
  ...eventWords,
  ...jointEventWords,
  // A message stands alone: it says of what.
  'event.proposed': { en: 'Joint action proposed', fr: 'Action conjointe proposée' },
  'event.amended': { en: 'Joint action amended', fr: 'Action conjointe modifiée' },
  'event.consent-prepared': { en: 'Consent prepared', fr: 'Consentement préparé' },
  'event.not-acted': { en: 'Your office did not act', fr: 'Votre organisme n’a pas agi' },
  'event.window-passed': {
    en: 'The time to act has passed and no release was heard',
    fr: 'Le délai pour agir est passé et aucune autorisation n’a été reçue',
  },
})

/** `now`: something is due, somebody waits, or somebody else moved what is ours. `digest`: good to know. */
export type Urgency = 'now' | 'digest'

export interface Notification {
  /** Hash of the event that it is of: a second look at the same event is the same notification. */
  readonly id: string
  readonly urgency: Urgency
  readonly about: AggregateRef
  readonly madeAt: Instant
  readonly what: Text
  readonly why: Text
  /** The last day to do something about it, where there is one. */
  readonly by?: LocalDate
}

export interface Happened {
  /** Of its envelope, hex. */
  readonly hash: string
  readonly ref: AggregateRef
  readonly event: AnyEvent
  /** By the clock on the wall, which a compressed legal clock is not. */
  readonly noticedAt: Instant
}

/** Undefined where nobody of `own` needs to be told. `nameOf`: the short name of an office. */
export function notificationOf(
  { hash, ref, event, noticedAt }: Happened,
  own: OfficeId,
  nameOf: (office: string, lang: Lang) => string,
): Notification | undefined {
  const reason = ref.kind === 'joint' ? jointReason(ref, event, own) : factReason(ref, event, own)
  if (reason === undefined) return undefined
  const by = termsOf(event)?.replyBy.slice(0, 10) as LocalDate | undefined
  return {
    id: hash.slice(0, 32),
    urgency: reason.urgency,
    about: ref,
    madeAt: noticedAt,
    what: { en: whatOf('en', ref, event, nameOf), fr: whatOf('fr', ref, event, nameOf) },
    why: reason.why,
    ...(by === undefined ? {} : { by }),
  }
}

interface Reason {
  readonly urgency: Urgency
  readonly why: Text
}

const ownOrder: Text = {
  en: 'It is an order of your office',
  fr: 'Il s’agit d’une ordonnance de votre organisme',
}
const alarm: Text = {
  en: 'A date of an order or a matter of your office has come',
  fr: 'Une date d’une ordonnance ou d’un dossier de votre organisme est arrivée',
}
const otherOffice: Text = {
  en: 'Another office moved in a matter that it shares with yours',
  fr: 'Un autre organisme a agi dans un dossier qu’il partage avec le vôtre',
}
const invited: Text = {
  en: 'Your office is invited to act with others',
  fr: 'Votre organisme est invité à agir avec d’autres',
}
const toApprove: Text = {
  en: 'An answer of your office waits for a second officer',
  fr: 'Une réponse de votre organisme attend une seconde personne',
}
const jointMoved: Text = {
  en: 'A joint action that your office takes part in moved',
  fr: 'Une action conjointe à laquelle votre organisme participe a avancé',
}

/** What a respondent or a court did to an own order is recorded by one officer, and concerns the others at once. */
const movesOwnOrder: ReadonlySet<string> = new Set([
  'refusal-declared',
  'challenge-filed',
  'stay-sought',
  'stay-ordered',
  'stay-lifted',
  'court-decided',
  'term-reworded',
  'service-disputed',
  'service-decided',
  'recorded-in-error',
])
const ofOthersWorthKnowing: ReadonlySet<string> = new Set([
  'issued',
  'challenge-filed',
  'stay-ordered',
  'stay-lifted',
  'court-decided',
  'term-reworded',
  'escalated',
  'escalation-decided',
  'withdrawn',
  'rescinded',
  'closed',
  'reopened',
  'respondent-succeeded',
  'recorded-in-error',
  'opened',
  'findings-published',
  'commitment-made',
  'disposition',
])

function factReason(ref: AggregateRef, event: AnyEvent, own: OfficeId): Reason | undefined {
  if (ref.office !== own)
    return ofOthersWorthKnowing.has(event.kind)
      ? { urgency: 'digest', why: otherOffice }
      : undefined
  if (event.kind === 'deadline-reached') return { urgency: 'now', why: alarm }
  return ref.kind === 'order' && movesOwnOrder.has(event.kind)
    ? { urgency: 'now', why: ownOrder }
    : undefined
}

const movesEverybody: ReadonlySet<string> = new Set([
  'released',
  'held',
  'called-off',
  'cancelled',
  'go-given',
  'concluded',
])

function jointReason(ref: AggregateRef, event: AnyEvent, own: OfficeId): Reason | undefined {
  const part = parseJointRef(ref)?.part
  if (part === 'participation') {
    if (ref.office !== own) return undefined
    if (event.kind === 'consent-prepared') return { urgency: 'now', why: toApprove }
    return event.kind === 'not-acted' || event.kind === 'window-passed'
      ? { urgency: 'now', why: jointMoved }
      : undefined
  }
  const terms = termsOf(event)
  if (terms !== undefined)
    return terms.offices.includes(own) && ref.office !== own
      ? { urgency: 'now', why: invited }
      : undefined
  return movesEverybody.has(event.kind) ? { urgency: 'now', why: jointMoved } : undefined
}

/** Of what invites, or invites anew. */
function termsOf(event: AnyEvent) {
  return event.kind === 'proposed' || event.kind === 'amended'
    ? (event as Extract<ProposalEvent, { kind: 'proposed' }>).terms
    : undefined
}

function whatOf(
  lang: Lang,
  ref: AggregateRef,
  event: AnyEvent,
  nameOf: (office: string, lang: Lang) => string,
): string {
  const name = label(lang, 'event', event.kind)
  const detail =
    ref.kind === 'joint'
      ? ''
      : detailOf(lang, event as Parameters<typeof detailOf>[1], (office) => nameOf(office, lang))
  const place = `${nameOf(ref.office, lang)} ${ref.id}`
  const colon = lang === 'fr' ? '\u00A0: ' : ': '
  return `${place}${colon}${name}${detail === '' ? '' : ` – ${detail}`}`
}
