// What each command to an order asks a person for, in the order in which people think of it. What may be chosen comes from the order and its law.

import { withheldRoutes } from '../../../shared/policy/select.ts'
import type { PublicOrderCommand } from '../../../shared/contract/office-api.ts'
import { knownMeans } from '../../../shared/order/means.ts'
import {
  appealOutcomeSchema,
  courtOutcomeSchema,
  partySchema,
  serviceOutcomeSchema,
  stayedThingSchema,
  thenSchema,
} from '../../../shared/order/order.schema.ts'
import { detailOf } from '../../../shared/contract/event-text.ts'
import type { Field } from '../kit/fields.ts'
import type { Choice } from '../kit/form.ts'
import { officeShort, plainDate } from '../kit/parts.ts'
import {
  choicesOf,
  factFields,
  fieldsIn,
  nextId,
  partyChoices,
  termChoices,
  withRange,
  type OrderAbout,
  assessmentFields,
} from './about.ts'
import { namesOf } from '../kit/names.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

export type OrderActKind = Exclude<PublicOrderCommand['kind'], 'issue'>

export function orderFields(kind: OrderActKind, about: OrderAbout): Field[] {
  const { first, last } = factFields(about.page)
  return [...ownFields(kind, about), first, last]
}

/** From the fields as they are read to the command as it is sent. */
export function finishOrder(
  kind: OrderActKind,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const read = withRange(input)
  switch (kind) {
    case 'record-in-error':
      return { ...read, ...numbered(read, 'fact') }
    case 'escalate':
      return { ...read, ...ofRoute(read, 'step') }
    case 'record-outcome':
      return { ...read, ...ofRoute(read, 'outcome') }
    default:
      return read
  }
}

export function numbered(
  read: Readonly<Record<string, unknown>>,
  name: string,
): Record<string, unknown> {
  return typeof read[name] === 'string' ? { [name]: Number(read[name]) } : {}
}

/** `offence/charged` of the route `offence` is `charged`; of another one it stays as it is, and is refused. */
function ofRoute(
  read: Readonly<Record<string, unknown>>,
  name: 'step' | 'outcome',
): Record<string, unknown> {
  const { route, [name]: value } = read
  const prefix = `${String(route)}/`
  return typeof value === 'string' && value.startsWith(prefix)
    ? { [name]: value.slice(prefix.length) }
    : {}
}

function ownFields(kind: OrderActKind, about: OrderAbout): Field[] {
  const { page, order } = about
  const f = fieldsIn(page)
  const terms = f.checks('terms', 'field.terms', termChoices(about), 'terms.all')
  const reason = f.area('reason', 'field.reason', { required: true })
  const parties = against(about)
  const party = f.choice('party', 'field.party.of', partyChoices(about, 'bound'), {
    hint: 'hint.party.all',
  })
  switch (kind) {
    case 'serve':
      return [
        f.choice('party', 'field.party.served', partyChoices(about, 'all'), {
          required: true,
          value: firstUnserved(about),
        }),
        f.orOther('means', 'field.means', choicesOf(page, 'means', knownMeans), { required: true }),
      ]
    case 'refuse':
      return [party, terms, f.area('reason', 'field.reason.said')]
    case 'comply':
      return [
        f.choice('outcome', 'field.claim', choicesOf(page, 'outcome', ['complied', 'partial']), {
          required: true,
        }),
        party,
        terms,
      ]
    case 'assess':
      return [...assessmentFields(page), party, terms]
    case 'extend':
      return [
        f.choice('grantedBy', 'field.grantedBy', choicesOf(page, 'granted', ['office', 'court']), {
          required: true,
          value: about.which,
        }),
        f.date('to', 'field.to', { required: true }),
        terms,
        ...parties,
        reason,
      ]
    case 'correct':
      return [
        f.yesNo('touchesConclusions', 'field.touches', { required: true, hint: 'hint.touches' }),
        f.yesNo('asked', 'field.asked', { hint: 'hint.asked' }),
        terms,
        ...parties,
        f.both('text', 'field.wording', { hint: 'hint.wording.own' }),
        reason,
      ]
    case 'undo-extension':
      return [terms, reason]
    case 'withdraw':
    case 'rescind':
      return [terms, ...parties, reason]
    case 'close':
    case 'reopen':
      return [reason]
    case 'succeed':
      return [
        f.choice('party', 'field.party.of', partyChoices(about, 'bound'), {
          required: true,
          value: order.state.respondent.id,
        }),
        f.text('name', 'field.successor', { required: true, hint: 'hint.successor' }),
        f.choice(
          'partyKind',
          'field.party.kind',
          choicesOf(page, 'party', partySchema.shape.kind.options),
          { required: true, value: 'organization' },
        ),
        reason,
      ]
    case 'dispute-service':
      return [
        f.choice('party', 'field.party.disputes', partyChoices(about, 'all'), { required: true }),
        reason,
      ]
    case 'decide-service':
      return [
        f.choice('party', 'field.party.disputes', partyChoices(about, 'all'), {
          required: true,
          value: order.state.serviceDisputes?.find(({ decided }) => decided === undefined)?.party,
        }),
        f.choice(
          'outcome',
          'field.service',
          choicesOf(page, 'service', serviceOutcomeSchema.options),
          { required: true },
        ),
        f.date('givenOn', 'field.givenOn', { hint: 'hint.givenOn' }),
        f.text('forum', 'field.service.by', { required: true, suggestions: forums(about) }),
        f.area('reason', 'field.reason'),
      ]
    case 'set-deadline':
      return [
        f.both('text', 'field.deadline.text', { required: true }),
        f.date('to', 'field.deadline.to', { required: true }),
        reason,
        {
          kind: 'kept',
          name: 'deadline',
          value: nextId(
            'D',
            order.state.deadlines.flatMap(({ name }) => name ?? []),
          ),
        },
      ]
    case 'record-in-error':
      return [
        f.choice('fact', 'field.fact', strikable(about), { required: true, hint: 'hint.fact' }),
        reason,
      ]
    case 'escalate':
    case 'record-outcome':
      return routeFields(kind, about)
    default:
      return courtFields(kind, about)
  }
}

/** As against whom a decision is: asked only where there are several. */
function against(about: OrderAbout, prefix = ''): Field[] {
  const choices = partyChoices(about, 'bound')
  return choices.length < 2
    ? []
    : [fieldsIn(about.page).checks(`${prefix}parties`, 'field.against', choices, 'against.all')]
}

/** What a term says now: of a decision that varied one. */
function wordingFields(about: OrderAbout): Field[] {
  const f = fieldsIn(about.page)
  const decisions = about.order.state.challenges.flatMap(({ decisions: all }) =>
    all
      .filter(({ results }) => results.some(({ effect }) => effect === 'varied'))
      .map(({ citation, on }): Choice => [
        citation,
        `${citation}, ${plainDate(about.page.lang, on)}`,
      ]),
  )
  return [
    f.choice('decision', 'field.varied.by', decisions, {
      required: true,
      value: decisions.at(-1)?.[0],
    }),
    f.choice('term', 'field.term', termChoices(about), { required: true }),
    ...against(about),
    f.both('text', 'field.wording', { required: true, hint: 'hint.wording' }),
  ]
}

/** What courts do. */
function courtFields(
  kind: Extract<OrderActKind, 'challenge' | 'extend-challenge-time' | 'decide' | 'reword' | 'stay'>,
  about: OrderAbout,
): Field[] {
  const { page, order, which } = about
  const { challenges } = order.state
  const f = fieldsIn(page)
  const terms = f.checks('terms', 'field.terms', termChoices(about), 'terms.all')
  const forum = f.text('forum', 'field.forum', { required: true, suggestions: forums(about) })
  const party = f.choice('party', 'field.party.filed', partyChoices(about, 'all'))
  switch (kind) {
    case 'challenge': {
      const decisions = challenges.flatMap(({ decisions: all }) =>
        all.map(({ citation }): Choice => [citation, citation]),
      )
      return [
        f.choice(
          'challengeKind',
          'field.challengeKind',
          choicesOf(page, 'challenge', ['judicial-review', 'appeal']),
          { required: true },
        ),
        forum,
        party,
        ...(decisions.length === 0
          ? []
          : [f.choice('from', 'field.from', decisions, { hint: 'hint.from' })]),
        f.text('at', 'field.at', { hint: 'hint.at' }),
        terms,
        f.text('challenge', 'field.challenge.name', {
          required: true,
          value: nextId(
            'C',
            challenges.map(({ id }) => id),
          ),
          hint: 'hint.challenge.name',
        }),
      ]
    }
    case 'extend-challenge-time':
      return [f.date('to', 'field.to', { required: true }), forum, party]
    case 'decide':
      return decisionFields(about)
    case 'reword':
      return wordingFields(about)
    case 'stay':
      return [
        f.choice('action', 'field.stay', choicesOf(page, 'stay', ['sought', 'ordered', 'lifted']), {
          required: true,
          value: which,
        }),
        forum,
        terms,
        ...against(about),
        {
          kind: 'either',
          name: 'until',
          label: t(page.lang, 'field.until'),
          hint: t(page.lang, 'hint.until'),
          options: [
            { id: 'day', label: t(page.lang, 'until.day'), kind: 'date', make: (day) => day },
            ...(challenges.length === 0
              ? []
              : [
                  {
                    id: 'decision',
                    label: t(page.lang, 'until.decision'),
                    kind: 'choice' as const,
                    choices: challengeChoices(about),
                    make: (decision: unknown) => ({ decision }),
                  },
                ]),
          ],
        },
        f.area('conditions', 'field.conditions'),
        f.choice('of', 'field.stay.of', choicesOf(page, 'stayed', stayedThingSchema.options)),
      ]
  }
}

/** One outcome for all terms, or several results for some each. */
function decisionFields(about: OrderAbout): Field[] {
  const { page, order } = about
  const f = fieldsIn(page)
  const appeals = order.state.challenges.some(({ from }) => from !== undefined)
  const outcomes = [
    ...new Set([...courtOutcomeSchema.options, ...(appeals ? appealOutcomeSchema.options : [])]),
  ]
  const outcome = (name: string) =>
    f.choice(name, 'field.outcome', choicesOf(page, 'outcome', outcomes))
  const then = (name: string) =>
    f.choice(name, 'field.then', choicesOf(page, 'then', thenSchema.options), {
      hint: 'hint.then',
    })
  const terms = termChoices(about)
  return [
    f.choice('challenge', 'field.challenge', challengeChoices(about), {
      required: true,
      value: order.state.challenges.findLast(({ decision }) => decision === undefined)?.id,
    }),
    f.text('citation', 'field.citation', { required: true }),
    outcome('outcome'),
    ...(appeals ? [then('then')] : []),
    f.checks('terms', 'field.terms.decided', terms, 'terms.challenged'),
    ...against(about),
    f.yesNo('endsStay', 'field.endsStay', { hint: 'hint.endsStay' }),
    f.yesNo('byConsent', 'field.byConsent'),
    {
      kind: 'folded',
      label: t(page.lang, 'fold.results'),
      fields: [
        {
          kind: 'many',
          name: 'results',
          label: (at) => t(page.lang, 'result', { n: at }),
          add: t(page.lang, 'result.add'),
          least: 2,
          entry: (prefix) => [
            f.checks(`${prefix}.terms`, 'field.terms.decided', terms),
            ...against(about, `${prefix}.`),
            outcome(`${prefix}.outcome`),
            ...(appeals ? [then(`${prefix}.then`)] : []),
          ],
        },
      ],
    },
  ]
}

function routeFields(
  kind: Extract<OrderActKind, 'escalate' | 'record-outcome'>,
  about: OrderAbout,
): Field[] {
  const { page, order, pack, which } = about
  const { lang } = page
  const f = fieldsIn(page)
  const taken = order.state.escalations.map(({ route }) => route)
  // What the law does not give is offered only to whom the address names it, with the reason in what may be done now.
  const withheld = pack === undefined ? [] : withheldRoutes(pack)
  const offered = [
    ...(pack?.routes ?? []).filter(
      ({ id }) => kind === 'escalate' || taken.includes(id) || id === which,
    ),
    ...withheld.filter(({ id }) => id === which),
  ]
  // Without script a list cannot follow the route: each entry says of which it is, and where the address names one, only its own are there.
  const shown = offered.filter(({ id }) => which === undefined || id === which)
  const route = f.choice(
    'route',
    'field.route',
    shown.map(({ id, name }): Choice => [id, name[lang]]),
    { required: true, value: which },
  )
  const docket = f.text('docket', 'field.docket')
  const within = (of: string, word: string) =>
    shown.length === 1 ? word : `${of}${colon(lang)} ${word}`
  if (kind === 'escalate') {
    const steps = shown.flatMap(({ id, name, steps: all }) =>
      all.map((step): Choice => {
        const own = typeof step === 'string' ? step : step.id
        return [`${id}/${own}`, within(name[lang], label(lang, 'routeStep', own))]
      }),
    )
    return [
      route,
      ...(steps.length === 0 ? [] : [f.choice('step', 'field.step', steps, { hint: 'hint.step' })]),
      ...(shown.some(({ limitation }) => limitation?.from === 'failure')
        ? [f.date('failureOn', 'field.failureOn', { hint: 'hint.failureOn' })]
        : []),
      docket,
    ]
  }
  const outcomes = shown.flatMap(({ id, name, outcomes: all }) =>
    all.map((outcome): Choice => [`${id}/${outcome.id}`, within(name[lang], outcome.name[lang])]),
  )
  return [
    route,
    f.choice('outcome', 'field.route.outcome', outcomes, { required: true }),
    f.amount('amount', 'field.amount', { hint: 'hint.amount' }),
    f.yesNo('subsequent', 'field.subsequent'),
    f.amount('turnover', 'field.turnover', { hint: 'hint.turnover' }),
    docket,
  ]
}

function challengeChoices({ order, page }: OrderAbout): Choice[] {
  return order.state.challenges.map(({ id, kind, forum, on }) => [
    id,
    `${id} · ${label(page.lang, 'challenge', kind)}, ${forum}, ${plainDate(page.lang, on)}`,
  ])
}

/** The courts that this order has been before, and those of its law. */
function forums({ order, pack, page }: OrderAbout): string[] {
  return [
    ...new Set([
      ...order.state.challenges.map(({ forum }) => forum),
      ...order.state.courtStays.map(({ forum }) => forum),
      ...(pack?.challenges ?? []).map(({ name }) => name[page.lang]),
    ]),
  ]
}

function firstUnserved({ order }: OrderAbout): string | undefined {
  const { copies, respondent, respondents = [], otherParties } = order.state
  return [respondent, ...respondents, ...otherParties].find(
    ({ id }) => !copies.some(({ party }) => party === id),
  )?.id
}

/** What can be struck out: not the issuance, and nothing that was struck out or is itself a correction. The newest first. */
function strikable({ order, page }: OrderAbout): Choice[] {
  const struck = new Set(
    order.history.flatMap(({ event }) => (event.kind === 'recorded-in-error' ? [event.fact] : [])),
  )
  const names = namesOf(page, order)
  return order.history
    .filter(
      ({ version, event }) =>
        event.kind !== 'issued' && event.kind !== 'recorded-in-error' && !struck.has(version),
    )
    .toReversed()
    .map(({ version, on, event }) => [
      String(version),
      `${plainDate(page.lang, on)} · ${label(page.lang, 'event', event.kind)} · ${detailOf(page.lang, event, (id) => officeShort(page, id), names)}`,
    ])
}
