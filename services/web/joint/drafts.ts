// What an office drafts for its own orders when it consents: the fields of each kind of joint action that acts on orders.

import { html } from 'hono/html'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { Route } from '../../../shared/policy/pack.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { sayJoint } from './words.ts'
import { say, sayOf } from '../kit/words.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Html, Look } from '../kit/parts.ts'
import { both, choice, hidden, idPattern, optional, text, wholeNumber } from './fields.ts'

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
  { action, matter }: Pick<JointDetail, 'action' | 'matter'>,
): Promise<Drafting> {
  if (kindRules[action].drafts.length === 0 || api.office.role === 'observer')
    return { orders: [], respondent: null }
  const [{ orders }, found] = await Promise.all([
    api.board({ asOf: api.legalToday() }),
    matter === null ? undefined : api.matter(matter),
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
  look: Look,
  action: JointDetail,
  { orders, respondent }: Drafting,
): Html {
  const { lang, api } = look
  const [kind] = kindRules[action.action].drafts
  if (kind === undefined || api.office.role === 'observer') return html``
  if (kind === 'issue') return issueFields(look, action, respondent)
  if (orders.length === 0) return html`<p class="notice">${sayJoint(lang, 'drafts.none')}</p>`
  return html`<p class="muted">${sayJoint(lang, 'drafts.sealed')}</p>
    ${orders.map(({ order, routes }, at) => optional(order, orders.length === 1, html`${draftOf(look, action, at, kind)}${hidden(`drafts.${at}.order`, order)}${kind === 'escalate' ? escalateFields(look, at, routes) : extendFields(look, at)}`))}`
}

/** The same consent drafted again is the same act: its id says what it is for. */
function draftOf({ today }: Look, { joint, version }: JointDetail, at: number, kind: string): Html {
  return html`${hidden(`drafts.${at}.command.kind`, kind)}${hidden(`drafts.${at}.command.id`, `draft/${joint}/${version}/${at}`)}${hidden(`drafts.${at}.command.on`, today)}`
}

function escalateFields(look: Look, at: number, routes: readonly Route[]): Html {
  const options = routes.flatMap(({ id, name, steps }) =>
    steps.length === 0
      ? [[id, name[look.lang]] as const]
      : steps.map((one) => {
          const step = typeof one === 'string' ? one : one.id
          return [`${id} ${step}`, `${name[look.lang]}: ${step.replaceAll('-', ' ')}`] as const
        }),
  )
  return html`${choice(look, `drafts.${at}.command.route+step`, 'route', options)}${text(look, `drafts.${at}.command.docket`, 'docket')}`
}

function extendFields(look: Look, at: number): Html {
  return html`${hidden(`drafts.${at}.command.grantedBy`, 'office')}<label
      >${sayJoint(look.lang, 'extendTo')}<input
        type="date"
        name="drafts.${at}.command.to"
        required /></label
    >${text(look, `drafts.${at}.command.reason`, 'reason', { required: true })}`
}

/** More terms than these, or further parties, are for the command line and the API. */
const termsShown = 4

function issueFields(look: Look, action: JointDetail, respondent: Drafting['respondent']): Html {
  const { lang, api } = look
  const command = 'drafts.0.command'
  const themes = [
    ...new Set([
      'stop-offering',
      'stop-collection',
      'delete',
      ...action.themes.map(({ theme }) => theme),
    ]),
  ].map((theme) => [theme, sayOf(lang, 'theme', theme)] as const)
  const term = (at: number) => {
    const name = `${command}.terms.${at}`
    return html`${hidden(`${name}.id`, `T${at + 1}`)}${choice(look, `${name}.theme`, 'theme', themes)}
    ${choice(look, `${name}.kind`, 'termKind', [
      ['prohibition', say(lang, 'kind.prohibition')],
      ['mandate', say(lang, 'kind.mandate')],
    ])}
    ${choice(look, `${name}.effort`, 'effort', [
      ['absolute', say(lang, 'effort.absolute')],
      ['best-efforts', say(lang, 'effort.best-efforts')],
    ])}
    ${both(look, `${name}.text`, 'text', undefined, at === 0)}${wholeNumber(look, `${name}.due.days`, 'dueDays', { min: 0, max: 36_525 })}`
  }
  return html`<fieldset>
    <legend>${sayJoint(lang, 'draft.order')}</legend>
    <p class="muted">${sayJoint(lang, 'drafts.sealed')}</p>
    ${draftOf(look, action, 0, 'issue')}${text(look, 'drafts.0.order', 'orderNumber', { required: true, pattern: idPattern, as: 'prefixed', prefix: `${api.office.id}:` })}
    ${action.matter === null ? text(look, `${command}.matter`, 'matter', { required: true, pattern: idPattern }) : hidden(`${command}.matter`, action.matter)}
    ${choice(
      look,
      `${command}.statute`,
      'statute',
      api.office.statutes.map(
        (statute) => [statute, api.packOf(statute, look.today)?.title[lang] ?? statute] as const,
      ),
    )}
    ${text(look, `${command}.respondent.name`, 'respondent', { required: true, value: respondent?.name ?? '' })}${text(look, `${command}.respondent.id`, 'respondentId', { required: true, pattern: idPattern, value: respondent?.id ?? '' })}
    ${choice(
      look,
      `${command}.respondent.kind`,
      'respondentKind',
      [
        ['organization', sayJoint(lang, 'organization')],
        ['individual', sayJoint(lang, 'individual')],
      ],
      { chosen: respondent?.kind },
    )}
    ${Array.from({ length: termsShown }, (_, at) => optional(sayJoint(lang, 'term', { n: at + 1 }), at === 0, term(at)))}
  </fieldset>`
}
