// One act that a person is about to do: to what, with which fields, and where it leads. Orders, matters and new orders differ only here.

import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../../shared/contract/commands.schema.ts'
import { said } from '../../../shared/kernel/text.ts'
import type { Names } from '../../../shared/contract/event-text.ts'
import type { MatterHistory, OrderHistory } from '../../../shared/contract/views.schema.ts'
import { parseOrderId, type AggregateRef, type MatterId } from '../../../shared/kernel/ids.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { withheldRoutes } from '../../../shared/policy/select.ts'
import type { z } from 'zod'
import type { PageContext } from '../kit/context.ts'
import type { Field, Values } from '../kit/fields.ts'
import { fieldsIn, type MatterAbout, type OrderAbout } from './about.ts'
import { finishIssue, issueFields, newOrderRef } from './issue-fields.ts'
import { finishMatter, matterFields, type MatterActKind } from './matter-fields.ts'
import { namesInMatter, namesOf, partiesOf } from '../kit/names.ts'
import { finishOrder, orderFields, type OrderActKind } from './order-fields.ts'
import { label, t } from './words.ts'

export interface Target {
  readonly page: PageContext
  readonly kind: string
  readonly act: string
  /** What it is done to, in words. */
  readonly about: string
  readonly back: string
  /** What stands at `back`. */
  readonly place: string
  readonly fields: (values: Values | undefined) => readonly Field[]
  readonly schema: z.ZodType
  readonly finish: (input: Readonly<Record<string, unknown>>) => Record<string, unknown>
  readonly refOf: (input: Readonly<Record<string, unknown>>) => AggregateRef
  /** The field that names what is made anew: a new order, a new matter. */
  readonly nameField?: 'number' | 'matter'
  /** The last version that the page was made with. */
  readonly version: number
  readonly history: readonly (OrderHistory | MatterHistory)[]
  readonly parties: readonly { readonly id: string; readonly name: string }[]
  readonly names: Names
  readonly pack: Pack | undefined
  readonly receipt: (ref: AggregateRef, version: number) => string
}

const orderPath = ({ office, id }: AggregateRef) => `/orders/${office}/${encodeURIComponent(id)}`

export function orderTarget(kind: OrderActKind, about: OrderAbout): Target {
  const { page, order, pack, which } = about
  const { state, view } = order
  const ref = parseOrderId(view.order) as AggregateRef
  return {
    page,
    kind,
    act: actName(page, kind, which, pack),
    about: t(page.lang, 'form.order', {
      number: state.number,
      respondent: state.respondent.name,
    }),
    back: orderPath(ref),
    place: t(page.lang, 'order.title', { number: state.number }),
    fields: () => orderFields(kind, about),
    schema: publicOrderCommandSchema,
    finish: (input) => finishOrder(kind, input),
    refOf: () => ref,
    version: view.version,
    history: order.history,
    parties: partiesOf(order),
    names: namesOf(page, order),
    pack,
    receipt: (_, version) => `${orderPath(ref)}/receipt/${version}`,
  }
}

export function issueTarget(about: MatterAbout): Target {
  const { page, matter, pack } = about
  return {
    ...matterTarget('noted', about),
    kind: 'issue',
    act: actName(page, 'issue', undefined, pack),
    fields: (values) => issueFields(about, values),
    schema: publicOrderCommandSchema,
    finish: (input) => finishIssue(about, input),
    refOf: ({ number }) => newOrderRef(about, number),
    nameField: 'number',
    version: 0,
    history: [],
    parties: matter.respondent === null ? [] : [matter.respondent],
    receipt: (ref, version) => `${orderPath(ref)}/receipt/${version}`,
  }
}

export function matterTarget(kind: MatterActKind, about: MatterAbout): Target {
  const { page, matter, own, pack, which } = about
  const { respondent, title } = matter
  const path = `/matters/${encodeURIComponent(matter.matter)}`
  return {
    page,
    kind,
    act: actName(page, kind, which, pack),
    about: title?.[page.lang] ?? matter.matter,
    back: path,
    place: title?.[page.lang] ?? matter.matter,
    fields: () => matterFields(kind, about),
    schema: publicMatterCommandSchema,
    finish: (input) => finishMatter(kind, about, input),
    refOf: () => ({ office: page.api.office.id, kind: 'matter', id: matter.matter }),
    version: Math.max(0, ...own.map(({ version }) => version)),
    history: own,
    parties: respondent === null ? [] : [respondent],
    names: {
      ...namesInMatter(page, matter.entries),
      party: (party) => (party === respondent?.id ? respondent.name : partyWord(page, party)),
    },
    pack,
    receipt: (_, version) => `${path}/receipt/${version}`,
  }
}

/** A matter that nobody has opened yet: it has no page to come from. */
export function newMatterTarget(page: PageContext, pack: Pack | undefined): Target {
  const matter: MatterAbout['matter'] = {
    matter: '' as MatterId,
    title: null,
    respondent: null,
    offices: [],
    orders: [],
    files: [],
    entries: [],
    orderViews: [],
  }
  const about: MatterAbout = { page, matter, own: [], pack, which: undefined }
  const id = fieldsIn(page).text('matter', 'field.matter.id', {
    required: true,
    hint: 'hint.matter.id',
  })
  return {
    ...matterTarget('opened', about),
    act: t(page.lang, 'open.title'),
    about: page.api.office.name[page.lang],
    back: '/matters',
    place: t(page.lang, 'nav.matters'),
    fields: () => [id, ...matterFields('opened', about)],
    finish: (read) => {
      const { matter: _, ...input } = read
      return finishMatter('opened', about, input)
    },
    refOf: ({ matter: named }) => ({
      office: page.api.office.id,
      kind: 'matter',
      id: String(named ?? ''),
    }),
    nameField: 'matter',
    receipt: (ref, version) => `/matters/${encodeURIComponent(ref.id)}/receipt/${version}`,
  }
}

/** `complainant` and `office` are roles, not names. */
function partyWord({ lang }: PageContext, party: string): string {
  return label(lang, 'applicant', party)
}

/** What is done, in words: with the route, the action or the section where there are several of a kind. */
export function actName(
  { lang }: PageContext,
  kind: string,
  which: string | undefined,
  pack: Pack | undefined,
): string {
  if (which === undefined) return label(lang, 'act', kind)
  if (kind === 'escalate' || kind === 'record-outcome') {
    const withheld = pack === undefined ? [] : withheldRoutes(pack)
    const known = [...(pack?.routes ?? []), ...withheld].find(({ id }) => id === which)
    return t(lang, `act.${kind}.which`, {
      route: known === undefined ? which : said(lang, known.name),
    })
  }
  if (kind === 'court-application') {
    const [section = which, by = 'office'] = which.split(' ')
    return t(lang, 'act.court-application.which', { section, by: label(lang, 'applicant', by) })
  }
  return label(lang, 'act', `${kind}.${which}`)
}
