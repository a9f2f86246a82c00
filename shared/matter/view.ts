// One office's part of a matter on a day: how it closed it, what was promised and found, what runs. Pure reading of facts.

import type { LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import type { Text } from '../kernel/text.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { MatterEventOf } from './matter.schema.ts'
import { dispositionOf, findingOf, type MatterState } from './state.ts'

export interface CommitmentTermView {
  readonly id: string
  readonly theme: string
  readonly text: Text
  readonly clock: 'running' | 'lapsed' | 'ended'
  /** The respondent's claim, and the office's finding. */
  readonly position: 'unknown' | 'partial' | 'complied'
  readonly finding: 'accepted' | 'partly' | 'not-accepted' | null
  readonly due: { readonly date: LocalDate } | null
  readonly report?: { readonly date: LocalDate }
}
export interface MatterView {
  readonly matter: string
  readonly office: OfficeId
  readonly file?: string
  readonly respondent: string
  readonly openedOn: LocalDate
  readonly disposition: MatterEventOf<'disposition'>['of'] | null
  readonly dispositionOn: LocalDate | null
  readonly notices: readonly {
    readonly notice: string
    readonly on: LocalDate
    readonly replyBy: LocalDate
    readonly open: boolean
  }[]
  readonly commitments: readonly {
    readonly commitment: string
    readonly instrument: string | null
    readonly on: LocalDate
    readonly terms: readonly CommitmentTermView[]
  }[]
  readonly applications: readonly {
    readonly application: string
    readonly section: string
    readonly forum: string
    readonly by: string | null
    readonly on: LocalDate
    readonly inTime: 'yes' | 'no' | 'unknown'
    readonly decided: {
      readonly on: LocalDate
      readonly outcome: string
      readonly citation: string
    } | null
  }[]
  readonly deadlines: readonly Pick<
    Deadline,
    'id' | 'name' | 'party' | 'terms' | 'date' | 'lenientDate' | 'endsAt' | 'confidence' | 'rules'
  >[]
  readonly entries: readonly { readonly on: LocalDate; readonly kind: string }[]
}

export function viewMatter(office: OfficeId, state: MatterState, asOf: LocalDate): MatterView {
  const { entries, file } = state
  const ended = dispositionOf(state)
  return {
    matter: state.matter,
    office,
    ...(file === undefined ? {} : { file }),
    respondent: state.respondent.name,
    openedOn: state.openedOn,
    disposition: ended?.of ?? null,
    dispositionOn: ended?.on ?? null,
    notices: entries.flatMap((entry) =>
      entry.kind === 'notice-of-intention'
        ? [
            {
              notice: entry.notice,
              on: entry.on,
              replyBy: entry.replyBy,
              open: asOf <= entry.replyBy,
            },
          ]
        : [],
    ),
    commitments: entries.flatMap((entry) =>
      entry.kind === 'commitment-made'
        ? [
            {
              commitment: entry.commitment,
              instrument: entry.instrument ?? null,
              on: entry.on,
              terms: entry.terms.map((term) => viewTerm(state, entry.commitment, term, asOf)),
            },
          ]
        : [],
    ),
    applications: entries.flatMap((entry) =>
      entry.kind === 'court-application' ? [viewApplication(state, entry)] : [],
    ),
    deadlines: state.deadlines.map(
      ({ id, name, party, terms, date, lenientDate, endsAt, confidence, rules }) => ({
        id,
        ...(name === undefined ? {} : { name }),
        party,
        terms,
        date,
        ...(lenientDate === undefined ? {} : { lenientDate }),
        endsAt,
        confidence,
        rules,
      }),
    ),
    entries: entries.map(({ on, kind }) => ({ on, kind })),
  }
}

/** A promise whose day passed and that was not found kept is lapsed; a claim does not end it. */
function viewTerm(
  state: MatterState,
  commitment: string,
  { id, theme, text }: MatterEventOf<'commitment-made'>['terms'][number],
  asOf: LocalDate,
): CommitmentTermView {
  const finding = findingOf(state, commitment, id, asOf)?.finding ?? null
  const claim = state.entries.findLast(
    (entry) =>
      entry.kind === 'compliance-reported' &&
      entry.commitment === commitment &&
      entry.terms.includes(id) &&
      entry.on <= asOf,
  )
  const of = (kind: Deadline['id']) =>
    state.deadlines.find(
      (each) => each.id === kind && each.name === commitment && each.terms.includes(id),
    )
  const due = of('comply')
  const report = of('report')
  return {
    id,
    theme,
    text,
    clock:
      finding === 'accepted'
        ? 'ended'
        : due !== undefined && asOf > due.date
          ? 'lapsed'
          : 'running',
    position: claim?.kind === 'compliance-reported' ? claim.outcome : 'unknown',
    finding,
    due: due === undefined ? null : { date: due.date },
    ...(report === undefined ? {} : { report: { date: report.date } }),
  }
}

function viewApplication(
  { entries }: MatterState,
  entry: MatterEventOf<'court-application'>,
): MatterView['applications'][number] {
  const { application, section, forum, by, on, inTime } = entry
  const decided = entries.findLast(
    (each) => each.kind === 'court-decided' && each.application === application,
  )
  return {
    application,
    section,
    forum,
    by: by ?? null,
    on,
    inTime,
    decided:
      decided?.kind === 'court-decided'
        ? { on: decided.on, outcome: decided.outcome, citation: decided.citation }
        : null,
  }
}
