// What a fact of a matter becomes, with the dates that it starts. What the law says of them is the pack's data.

import { addDays, addMonths, type LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import { deadlinesFor, packFor, ruleRefs, setByHand } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { doubtOf } from '../policy/doubt.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { deadlineOf, read } from '../policy/reading.ts'
import { sharingOf } from '../policy/sharing.ts'
import type { CommitmentTerm, MatterCommand, MatterEvent, MatterEventOf } from './matter.schema.ts'
import { commitmentOf, findingOf, type MatterState } from './state.ts'

type Said<K extends MatterCommand['kind']> = Extract<MatterCommand, { kind: K }>

/** `command` has passed its precheck: whatever it names is there. */
export function decideMatter(
  state: MatterState | undefined,
  command: MatterCommand,
  context: DecisionContext,
): Result<MatterEvent> {
  switch (command.kind) {
    case 'mark-reached':
      return markReached(state, command, context)
    case 'recorded-in-error':
      return strike(state, command)
    case 'investigation-opened':
    case 'recommendation-made':
    case 'recommendation-refused':
    case 'announced':
    case 'statement-made':
    case 'joint-action':
    case 'noted':
    case 'disposition':
    case 'reopened':
    case 'court-decided': {
      const { id: _, ...said } = command
      return ok(said)
    }
  }
  const found = packFor(context.packs, context.office.statutes[0] ?? '', command.on)
  if (!found.ok) return found
  return underPack(state, command, found.value, context)
}

type LawfulKind =
  | 'opened'
  | 'findings-published'
  | 'commitment-made'
  | 'notice-of-intention'
  | 'report-sent'
  | 'court-application'
  | 'compliance-reported'
  | 'compliance-assessed'

function underPack(
  state: MatterState | undefined,
  command: Said<LawfulKind>,
  pack: Pack,
  context: DecisionContext,
): Result<MatterEvent> {
  const { zoneData } = context
  switch (command.kind) {
    case 'opened': {
      const { id: _, ...said } = command
      return ok({ ...said, ...present({ sharing: sharingOf(pack, 'file', said.on) }) })
    }
    case 'findings-published':
    case 'report-sent': {
      const { id: _, ...said } = command
      // The law counts from the sending; where that is on record, a publication starts nothing.
      const sent =
        said.kind === 'findings-published' &&
        state?.entries.some((entry) => entry.kind === 'report-sent') === true
      const deadlines = sent ? ok([]) : fromReport(pack, zoneData, 'report-sent', said.on, said)
      return deadlines.ok ? ok({ ...said, deadlines: deadlines.value }) : deadlines
    }
    case 'notice-of-intention': {
      const { id: _, ...said } = command
      const reply = setByHand(pack, zoneData, {
        id: 'reply',
        party: state?.respondent.id ?? 'respondent',
        name: said.notice,
        text: { en: 'Reply to the notice of intention', fr: "Réponse à l'avis d'intention" },
        to: said.replyBy,
      })
      return ok({ ...said, deadlines: [reply] })
    }
    case 'commitment-made': {
      const { id: _, ...said } = command
      const party = said.party ?? state?.respondent.id ?? 'respondent'
      const deadlines = said.terms.flatMap((term) =>
        promised(pack, zoneData, said.commitment, term, party, said.on),
      )
      return ok({ ...said, deadlines })
    }
    case 'court-application':
      return apply(state, command, pack, context)
    case 'compliance-reported': {
      const { id: _, terms, ...said } = command
      const named = terms ?? termsOf(state, said.commitment)
      const deadlines = reportsAfter(pack, zoneData, state, said.commitment, named, said.on)
      return ok({ ...said, terms: named, deadlines })
    }
    case 'compliance-assessed': {
      const { id: _, terms, ...said } = command
      const made = state === undefined ? undefined : commitmentOf(state, said.commitment)
      const inDefault =
        said.finding === 'not-accepted' && made?.instrument === 'compliance-agreement'
      const deadlines = inDefault
        ? fromReport(pack, zoneData, 'default-notified', said.on, said)
        : ok([])
      return deadlines.ok
        ? ok({
            ...said,
            terms: terms ?? termsOf(state, said.commitment),
            deadlines: deadlines.value,
          })
        : deadlines
    }
  }
}

/** What runs from a report, or from a notice of default: the time of whoever may apply to a court. */
function fromReport(
  pack: Pack,
  zoneData: string,
  start: 'report-sent' | 'default-notified',
  on: LocalDate,
  said: object,
): Result<Deadline[]> {
  const to = 'to' in said && typeof said.to === 'string' ? said.to : undefined
  const party = start === 'default-notified' ? 'office' : (to ?? 'complainant')
  const found = deadlinesFor(pack, zoneData, { party, start, on, terms: [] })
  return !found.ok || start === 'report-sent'
    ? found
    : ok(found.value.map((deadline) => ({ ...deadline, name: 'default' })))
}

function termsOf(state: MatterState | undefined, commitment: string): string[] {
  const made = state === undefined ? undefined : commitmentOf(state, commitment)
  return made?.terms.map((term) => term.id) ?? []
}

/** The dates of one promise: its own time, and its first report. */
function promised(
  pack: Pack,
  zoneData: string,
  commitment: string,
  term: CommitmentTerm,
  party: string,
  on: LocalDate,
): Deadline[] {
  const { due, report } = term
  const first = report?.first
  return [
    ...(due === undefined
      ? []
      : [ownDate(pack, zoneData, 'comply', commitment, term, party, dateOf(due, on))]),
    ...(first === undefined
      ? []
      : [ownDate(pack, zoneData, 'report', commitment, term, party, dateOf(first, on))]),
  ]
}

interface OwnDate {
  readonly from: LocalDate
  readonly period: { days: number } | { months: number }
  readonly start: string
}

function dateOf(
  due: { readonly days: number } | { readonly months: number } | { readonly on: LocalDate },
  from: LocalDate,
): OwnDate {
  if ('on' in due) return { from: due.on, period: { days: 0 }, start: 'set-by-agreement' }
  return {
    from,
    period: 'months' in due ? { months: due.months } : { days: due.days },
    start: 'commitment-made',
  }
}

function ownDate(
  pack: Pack,
  zoneData: string,
  id: 'comply' | 'report',
  commitment: string,
  term: CommitmentTerm,
  party: string,
  { from, period, start }: OwnDate,
): Deadline {
  return deadlineOf(pack, zoneData, {
    id,
    party,
    terms: [term.id],
    name: commitment,
    text: term.text,
    readings: [read(pack, { from, start, period, counting: 'as-given', citations: [] })],
    rules: [{ statute: pack.statute, section: 'terms of the commitment', confidence: 'D' }],
  })
}

function reportsAfter(
  pack: Pack,
  zoneData: string,
  state: MatterState | undefined,
  commitment: string,
  terms: readonly string[],
  on: LocalDate,
): Deadline[] {
  return (state?.deadlines ?? [])
    .filter(
      (deadline) =>
        deadline.id === 'report' &&
        deadline.name === commitment &&
        deadline.terms.some((term) => terms.includes(term)),
    )
    .flatMap((deadline) => nextReport(pack, zoneData, state, deadline, on))
}

/** A century of reports each month. */
const maxReports = 1200

function nextReport(
  pack: Pack,
  zoneData: string,
  state: MatterState | undefined,
  deadline: Deadline,
  day: LocalDate,
): Deadline[] {
  const { name = '' } = deadline
  const made = state === undefined ? undefined : commitmentOf(state, name)
  const term = made?.terms.find((each) => deadline.terms.includes(each.id))
  const every = term?.report?.every
  if (term === undefined || every === undefined) return []
  const { start } = deadline.derivation
  const first = start.startsWith('report:')
    ? (start.slice('report:'.length) as LocalDate)
    : deadline.date
  for (let n = 1; n < maxReports; n += 1) {
    const date =
      'days' in every ? addDays(first, every.days * n) : addMonths(first, every.months * n)
    if (date > (term.report?.until ?? '9999-12-31')) return []
    if (date <= day || date <= deadline.date) continue
    const next = ownDate(pack, zoneData, 'report', name, term, deadline.party, {
      from: date,
      period: { days: 0 },
      start: `report:${first}`,
    })
    return [next]
  }
  return []
}

/** An application to a court is a fact; only what the law forbids the office itself is refused, by a rule that was read. */
function apply(
  state: MatterState | undefined,
  command: Said<'court-application'>,
  pack: Pack,
  context: DecisionContext,
): Result<MatterEvent> {
  const { id: _, ...said } = command
  const own = said.by === undefined || said.by === context.office.id || said.by === 'commissioner'
  const who = own ? 'office' : 'complainant'
  const rule = pack.applications?.find(
    (each) => each.by === who && said.section.startsWith(each.section),
  )
  const bar = rule?.barredBy
  const standing = (state?.entries ?? []).find(
    (entry): entry is MatterEventOf<'commitment-made'> =>
      entry.kind === 'commitment-made' &&
      bar !== undefined &&
      entry.instrument === bar.instrument &&
      !entry.terms.some(
        ({ id }) =>
          state !== undefined &&
          findingOf(state, entry.commitment, id, said.on)?.finding === 'not-accepted',
      ),
  )
  const barred =
    standing === undefined || bar === undefined
      ? undefined
      : doubtOf(
          'route-not-available',
          {
            en: `The office may not apply under s.${said.section} on ${said.on}: the agreement "${standing.commitment}" of ${standing.on} stands`,
            fr: `L'organisme ne peut présenter de demande en vertu de l'art. ${said.section} le ${said.on} : l'accord « ${standing.commitment} » du ${standing.on} tient`,
          },
          ruleRefs(pack, bar.citations),
          { value: said.section },
        )
  if (barred?.problem !== undefined) return { ok: false, problem: barred.problem }
  const windows = (state?.deadlines ?? []).filter(({ id }) => id === 'challenge')
  const last = windows
    .map(({ date, lenientDate }) => lenientDate ?? date)
    .toSorted()
    .at(-1)
  return ok({
    ...said,
    inTime: last === undefined ? 'unknown' : said.on <= last ? 'yes' : 'no',
    rules: ruleRefs(pack, rule?.citations ?? []),
    ...(barred === undefined ? {} : { warnings: [barred.warning] }),
  })
}

function markReached(
  state: MatterState | undefined,
  command: Said<'mark-reached'>,
  context: DecisionContext,
): Result<MatterEvent> {
  const { id: _, ...said } = command
  const due = state?.deadlines.find(
    (deadline) =>
      deadline.id === said.deadline &&
      deadline.party === said.party &&
      deadline.name === said.name &&
      deadline.terms.join() === (said.terms ?? []).join(),
  )
  if (due === undefined)
    return refuse(
      'conflict',
      {
        en: `The date of "${said.party}" has moved`,
        fr: `L’échéance de « ${said.party} » a été déplacée`,
      },
      { value: said.deadline },
    )
  const pack = packFor(context.packs, context.office.statutes[0] ?? '', due.date)
  const next =
    due.id === 'report' && pack.ok
      ? nextReport(pack.value, context.zoneData, state, due, due.date)
      : []
  return ok({
    ...said,
    kind: 'deadline-reached',
    alarmAt: due.alarmAt,
    ...(next.length === 0 ? {} : { deadlines: next }),
  })
}

function strike(
  state: MatterState | undefined,
  command: Said<'recorded-in-error'>,
): Result<MatterEvent> {
  const { id: _, ...said } = command
  if (state !== undefined && state.facts?.[0]?.kind !== 'opened')
    return refuse('conflict', {
      en: 'This matter is known from a snapshot here: fold its record anew',
      fr: "Ce dossier n'est connu ici que par un instantané : relire ses faits",
    })
  const was = state?.facts[said.fact - 1]
  if (was === undefined || was.kind === 'opened' || was.kind === 'recorded-in-error')
    return refuse(
      'not-found',
      {
        en: `This matter has no fact ${said.fact} that can be struck out`,
        fr: `Ce dossier n'a pas de fait ${said.fact} qui puisse être radié`,
      },
      { value: String(said.fact) },
    )
  if (
    state?.facts.some((fact) => fact.kind === 'recorded-in-error' && fact.fact === said.fact) ===
    true
  )
    return refuse(
      'already-exists',
      {
        en: `Fact ${said.fact} is struck out already`,
        fr: `Le fait ${said.fact} est déjà radié`,
      },
      { value: String(said.fact) },
    )
  if (said.on < was.on)
    return refuse(
      'future-date',
      {
        en: `On ${said.on} fact ${said.fact} had not happened yet: it is of ${was.on}, and is corrected on that day or later`,
        fr: `Le ${said.on}, le fait ${said.fact} n'était pas encore arrivé : il est du ${was.on}, et se corrige ce jour-là ou plus tard`,
      },
      { value: said.on },
    )
  return ok({ ...said, on: was.on, saidOn: said.on, was })
}
