// What an office drafts for its own orders when it consents: the fields of each kind of joint action that acts on orders.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { html } from 'hono/html'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { Route } from '../../../shared/policy/pack.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { label, t } from './words.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { dateField, hidden, optional } from '../kit/form.ts'
import { both, choice, idPattern, text, wholeNumber } from './fields.ts'

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

export function draftFields(
  page: PageContext,
  action: JointDetail,
  { orders, respondent }: Drafting,
): Html {
  const { lang, api } = page
  const [kind] = kindRules[action.action].drafts
  if (kind === undefined || api.office.role === 'observer') return html``
  if (kind === 'issue') return issueFields(page, action, respondent)
  if (orders.length === 0) return html`<p class="notice">${t(lang, 'drafts.none')}</p>`
  return html`<p class="muted">${t(lang, 'drafts.sealed')}</p>${orders.map(({ order, routes }, at) => optional(order, orders.length === 1, html`${draftOf(page, action, at, kind)}${hidden(`drafts.${at}.order`, order)}${kind === 'escalate' ? escalateFields(page, at, routes) : extendFields(page, at)}`))}`
}

/** The same consent drafted again is the same act: its id says what it is for. */
function draftOf(
  { today }: PageContext,
  { joint, version }: JointDetail,
  at: number,
  kind: string,
): Html {
  return html`${hidden(`drafts.${at}.command.kind`, kind)}${hidden(`drafts.${at}.command.id`, `draft/${joint}/${version}/${at}`)}${hidden(`drafts.${at}.command.on`, today)}`
}

function escalateFields(page: PageContext, at: number, routes: readonly Route[]): Html {
  const options = routes.flatMap(({ id, name, steps }) =>
    steps.length === 0
      ? [[id, name[page.lang]] as const]
      : steps.map((each) => {
          const step = typeof each === 'string' ? each : each.id
          return [`${id} ${step}`, `${name[page.lang]}: ${step.replaceAll('-', ' ')}`] as const
        }),
  )
  return html`${choice(page, `drafts.${at}.command.route+step`, 'route', options)}${text(page, `drafts.${at}.command.docket`, 'docket')}`
}

function extendFields(page: PageContext, at: number): Html {
  return html`${hidden(`drafts.${at}.command.grantedBy`, 'office')}${dateField(t(page.lang, 'extendTo'), `drafts.${at}.command.to`, { required: true })}${text(page, `drafts.${at}.command.reason`, 'reason', { required: true })}`
}

/** More terms than these, or further parties, are for the command line and the API. */
const termsShown = 4

function issueFields(
  page: PageContext,
  action: JointDetail,
  respondent: Drafting['respondent'],
): Html {
  const { lang, api } = page
  const command = 'drafts.0.command'
  const themes = [
    ...new Set([
      'stop-offering',
      'stop-collection',
      'delete',
      ...action.themes.map(({ theme }) => theme),
    ]),
  ].map((theme) => [theme, label(lang, 'theme', theme)] as const)
  const term = (at: number) => {
    const name = `${command}.terms.${at}`
    return html`${hidden(`${name}.id`, `T${at + 1}`)}${choice(page, `${name}.theme`, 'theme', themes)}
${choice(page, `${name}.kind`, 'termKind', [
  ['prohibition', t(lang, 'kind.prohibition')],
  ['mandate', t(lang, 'kind.mandate')],
])}
${choice(page, `${name}.effort`, 'effort', [
  ['absolute', t(lang, 'effort.absolute')],
  ['best-efforts', t(lang, 'effort.best-efforts')],
])}
${both(page, `${name}.text`, 'text', undefined, at === 0)}${wholeNumber(page, `${name}.due.days`, 'dueDays', { min: 0, max: 36_525 })}`
  }
  return html`<fieldset><legend>${t(lang, 'draft.order')}</legend><p class="muted">${t(lang, 'drafts.sealed')}</p>
${draftOf(page, action, 0, 'issue')}${text(page, 'drafts.0.order', 'orderNumber', { required: true, pattern: idPattern, as: 'prefixed', prefix: `${api.office.id}:` })}
${action.matter === null ? text(page, `${command}.matter`, 'matter', { required: true, pattern: idPattern }) : hidden(`${command}.matter`, action.matter)}
${choice(
  page,
  `${command}.statute`,
  'statute',
  api.office.statutes.map(
    (statute) => [statute, api.packOf(statute, page.today)?.title[lang] ?? statute] as const,
  ),
)}
${text(page, `${command}.respondent.name`, 'respondent', { required: true, value: respondent?.name ?? '' })}${text(page, `${command}.respondent.id`, 'respondentId', { required: true, pattern: idPattern, value: respondent?.id ?? '' })}
${choice(
  page,
  `${command}.respondent.kind`,
  'respondentKind',
  [
    ['organization', t(lang, 'organization')],
    ['individual', t(lang, 'individual')],
  ],
  { chosen: respondent?.kind },
)}
${Array.from({ length: termsShown }, (_, at) => optional(t(lang, 'term', { n: at + 1 }), at === 0, term(at)))}</fieldset>`
}
