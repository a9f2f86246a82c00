// What an office drafts for its own orders when it consents: the fields of each kind of joint action that acts on orders.

import type { Actor } from '../../../shared/kernel/actor.ts'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { Route } from '../../../shared/policy/pack.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { label, t } from './words.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Field } from '../kit/fields.ts'
import type { PageContext } from '../kit/context.ts'
import { area, both, choice, text, whole } from './fields.ts'

/** What there is to draft from: the office's own open orders of the matter, with the routes of their law, and whom the matter is about. */
export interface Drafting {
  readonly orders: readonly { readonly order: OrderId; readonly routes: readonly Route[] }[]
  readonly respondent: {
    readonly id: string
    readonly name: string
    readonly kind: 'individual' | 'organization'
  } | null
}

export async function draftingOf(
  api: OfficeApi,
  actor: Actor,
  { action, matter }: Pick<JointDetail, 'action' | 'matter'>,
): Promise<Drafting> {
  if (kindRules[action].drafts.length === 0 || api.office.role === 'observer')
    return { orders: [], respondent: null }
  const [{ orders }, found] = await Promise.all([
    api.board(actor, { asOf: api.legalToday() }),
    matter === null ? undefined : api.matter(actor, matter),
  ])
  const own = orders.filter(
    (order) =>
      order.office === api.office.id &&
      (matter === null || order.matter === matter) &&
      !over.has(order.status),
  )
  return {
    orders: own.map(({ order, statute, issuedOn }) => ({
      order,
      routes: api.packOf(statute, issuedOn)?.routes ?? [],
    })),
    respondent: found?.respondent ?? null,
  }
}

const over: ReadonlySet<string> = new Set(['complied', 'quashed', 'withdrawn', 'closed'])

/** One group of fields for each own order, or for the order that will be issued. */
export function draftFields(
  page: PageContext,
  action: JointDetail,
  { orders, respondent }: Drafting,
): readonly Field[] {
  const kind = draftKind(page, action)
  if (kind === undefined) return []
  if (kind === 'issue') return issueFields(page, action, respondent)
  return orders.map(({ order, routes }, at): Field => ({
    kind: 'folded',
    label: t(page.lang, 'draft.of', { order: order.split(':')[1] ?? order }),
    fields: kind === 'escalate' ? escalateFields(page, at, routes) : extendFields(page, at),
  }))
}

function draftKind({ api }: PageContext, { action }: Pick<JointDetail, 'action'>) {
  const [kind] = kindRules[action].drafts
  return api.office.role === 'observer' ? undefined : kind
}

/** Open where there is one order only: then it is what the consent is about. */
export function initialDrafts(
  page: PageContext,
  action: JointDetail,
  { respondent }: Drafting,
): Readonly<Record<string, string>> {
  if (draftKind(page, action) !== 'issue') return {}
  return {
    'draft.statute': page.api.office.statutes[0] ?? '',
    'draft.respondent.name': respondent?.name ?? '',
    'draft.respondent.id': respondent?.id ?? '',
    'draft.respondent.kind': respondent?.kind ?? 'organization',
    ...Object.assign(
      {},
      ...[0, 1].map((at) => ({
        [`draft.terms.${at}.theme`]: 'stop-offering',
        [`draft.terms.${at}.kind`]: 'prohibition',
        [`draft.terms.${at}.effort`]: 'absolute',
      })),
    ),
  }
}

/** The commands to this office's own orders, as they are sealed. The same consent drafted again is the same act: its id says what it is for. */
export function draftsOf(
  page: PageContext,
  action: JointDetail,
  { orders }: Drafting,
  input: Readonly<Record<string, unknown>>,
): unknown[] {
  const kind = draftKind(page, action)
  const base = (at: number) => ({
    kind,
    id: `draft/${action.joint}/${action.version}/${at}`,
    on: page.today,
  })
  if (kind === 'issue') {
    const { number, ...draft } = (input['draft'] ?? {}) as Record<string, unknown>
    if (number === undefined && draft['terms'] === undefined) return []
    return [
      {
        order: `${page.api.office.id}:${String(number ?? '')}`,
        command: {
          ...base(0),
          ...(action.matter === null ? {} : { matter: action.matter }),
          ...draft,
        },
      },
    ]
  }
  const drafts = (input['drafts'] ?? {}) as Readonly<Record<string, Record<string, unknown>>>
  return orders.flatMap(({ order }, at) => {
    const draft = drafts[`at${at}`]
    if (draft === undefined) return []
    const { way, ...rest } = draft
    const [route, step] = typeof way === 'string' ? way.split(' ') : []
    return [
      {
        order,
        command: {
          ...base(at),
          ...(kind === 'extend' ? { grantedBy: 'office' } : {}),
          ...(route === undefined ? {} : { route }),
          ...(step === undefined ? {} : { step }),
          ...rest,
        },
      },
    ]
  })
}

function escalateFields(page: PageContext, at: number, routes: readonly Route[]): readonly Field[] {
  const options = routes.flatMap(({ id, name, steps }) =>
    steps.length === 0
      ? [[id, name[page.lang]] as const]
      : steps.map((each) => {
          const step = typeof each === 'string' ? each : each.id
          return [
            `${id} ${step}`,
            `${name[page.lang]} (${label(page.lang, 'routeStep', step)})`,
          ] as const
        }),
  )
  return [
    choice(page, `drafts.at${at}.way`, 'route', options, false),
    text(page, `drafts.at${at}.docket`, 'docket'),
  ]
}

function extendFields(page: PageContext, at: number): readonly Field[] {
  return [
    { kind: 'date', name: `drafts.at${at}.to`, label: t(page.lang, 'extendTo') },
    area(page, `drafts.at${at}.reason`, 'reason'),
  ]
}

function issueFields(
  page: PageContext,
  action: JointDetail,
  respondent: Drafting['respondent'],
): readonly Field[] {
  const { lang, api } = page
  const themes = [
    ...new Set([
      'stop-offering',
      'stop-collection',
      'delete',
      ...action.themes.map(({ theme }) => theme),
    ]),
  ].map((theme) => [theme, label(lang, 'theme', theme)] as const)
  const statutes = api.office.statutes.map(
    (statute) => [statute, api.packOf(statute, page.today)?.title[lang] ?? statute] as const,
  )
  return [
    text(page, 'draft.number', 'orderNumber', { required: true, hint: t(lang, 'drafts.sealed') }),
    choice(page, 'draft.statute', 'statute', statutes),
    text(page, 'draft.respondent.name', 'respondent', { required: true }),
    // Of a matter with a respondent the short id is known: nobody types it.
    ...(respondent === null
      ? [text(page, 'draft.respondent.id', 'respondentId', { required: true })]
      : [{ kind: 'kept', name: 'draft.respondent.id', value: respondent.id } as const]),
    choice(page, 'draft.respondent.kind', 'respondentKind', [
      ['organization', t(lang, 'organization')],
      ['individual', t(lang, 'individual')],
    ]),
    {
      kind: 'many',
      name: 'draft.terms',
      label: (n) => t(lang, 'term', { n }),
      add: t(lang, 'term.add'),
      least: 1,
      entry: (prefix, at) => [
        { kind: 'kept', name: `${prefix}.id`, value: `T${at + 1}` },
        choice(page, `${prefix}.theme`, 'theme', themes),
        choice(page, `${prefix}.kind`, 'termKind', [
          ['prohibition', t(lang, 'kind.prohibition')],
          ['mandate', t(lang, 'kind.mandate')],
        ]),
        choice(page, `${prefix}.effort`, 'effort', [
          ['absolute', t(lang, 'effort.absolute')],
          ['best-efforts', t(lang, 'effort.best-efforts')],
        ]),
        both(page, `${prefix}.text`, 'text', true),
        whole(page, `${prefix}.due.days`, 'dueDays', { hint: t(lang, 'dueDays.hint') }),
      ],
    },
  ]
}
