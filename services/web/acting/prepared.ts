// What one person prepared, shown to the other: the event that would be signed, in words, and what follows from it as things stand now.

import { html } from 'hono/html'
import type { Context } from 'hono'
import type { Preview } from '../../../shared/contract/acting.schema.ts'
import { detailOf } from '../../../shared/contract/event-text.ts'
import type {
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../../shared/contract/office-api.ts'
import type { PreparedCommand } from '../../../shared/contract/staff.schema.ts'
import { matterIdSchema, orderIdSchema } from '../../../shared/order/order.schema.ts'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Content, Html } from '../kit/html.ts'
import { dateText, officeShort, statuteName } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { matterLink } from '../kit/rows.ts'
import { facts, section, type Fact } from '../kit/section.ts'
import { row, table } from '../kit/table.ts'
import { aboutMatter } from './about.ts'
import { follows } from './check.ts'
import { matterKinds, orderKinds } from './kinds.ts'
import { actName, issueTarget, matterTarget, orderTarget, type Target } from './target.ts'
import { label, t } from './words.ts'

export interface ShownPreparation {
  readonly act: string
  readonly about: string
  readonly body: Html
  /** The version that an approval would be recorded after; undefined where there is nothing to approve. */
  readonly version: number | undefined
  readonly receipt: (version: number) => string
}

/** What is done, and to which order, for a list; no rule is asked. */
export function preparedName(page: PageContext, { command, about }: PreparedCommand): string {
  const pack = page.api.packOf(page.api.office.statutes[0] ?? '', page.today)
  const which = command.kind === 'escalate' ? String(command['route'] ?? '') : undefined
  const act = actName(page, command.kind, which, pack)
  return about.startsWith('order ') ? `${act} · ${about.slice(about.indexOf(':') + 1)}` : act
}

/** As the order says that is there, or the command that would issue it. */
export async function preparedWhom(
  page: PageContext,
  { command, about }: PreparedCommand,
): Promise<{ readonly respondent: string; readonly matter: Content }> {
  const { api, actor } = page
  const order = about.startsWith('order ') ? orderIdSchema.safeParse(about.slice(6)) : undefined
  const known = order?.success === true ? await api.order(actor, order.data, {}) : undefined
  const id = matterIdSchema.safeParse(
    known?.view.matter ?? (command.kind === 'issue' ? command['matter'] : about.slice(7)),
  )
  const list = id.success ? await api.matterList(actor, { matter: id.data, limit: 1 }) : undefined
  const issued = command['respondent'] as { readonly name?: string } | undefined
  const [matter] = list?.rows ?? []
  return {
    respondent: known?.state.respondent.name ?? issued?.name ?? matter?.respondent ?? '–',
    matter: id.success ? matterLink(page, id.data, list?.titles) : '–',
  }
}

export async function preparedShown(
  _: Context,
  page: PageContext,
  prepared: PreparedCommand,
): Promise<ShownPreparation> {
  const { lang, api, actor } = page
  const found = await targetOf(page, prepared)
  if (found === undefined)
    return {
      act: label(lang, 'act', prepared.command.kind),
      about: prepared.about,
      body: html`<p class="notice">${t(lang, 'prepared.gone')}</p>`,
      version: undefined,
      receipt: () => '/',
    }
  const { target, ref } = found
  const command = prepared.command as PublicOrderCommand | PublicMatterCommand
  const preview = await api.preview(actor, ref, command)
  const { act, about } = target
  return {
    act,
    about: target.kind === 'issue' ? `${ref.id} · ${about}` : about,
    body: preparedBody(target, preview),
    version: preview.kind === 'preview' ? preview.version : undefined,
    receipt: (version) => target.receipt(ref, version),
  }
}

async function targetOf(
  page: PageContext,
  { about, command }: PreparedCommand,
): Promise<{ target: Target; ref: AggregateRef } | undefined> {
  const { api, actor } = page
  const [kind = '', id = ''] = [
    about.slice(0, about.indexOf(' ')),
    about.slice(about.indexOf(' ') + 1),
  ]
  const which = command.kind === 'escalate' ? String(command['route'] ?? '') : undefined
  const orderId = kind === 'order' ? orderIdSchema.safeParse(id) : undefined
  const matterId = matterIdSchema.safeParse(
    command.kind === 'issue' ? command['matter'] : kind === 'matter' ? id : undefined,
  )
  if (kind === 'order' && command.kind !== 'issue') {
    const order = orderId?.success === true ? await api.order(actor, orderId.data, {}) : undefined
    const ref = parseOrderId(id)
    const act = orderKinds.find((each) => each === command.kind)
    if (order === undefined || ref === undefined || act === undefined || act === 'issue')
      return undefined
    const pack = api.packOf(order.view.statute, order.view.issuedOn)
    return { target: orderTarget(act, { page, order, pack, which }), ref }
  }
  const matter = matterId.success ? await api.matter(actor, matterId.data) : undefined
  if (matter === undefined) return undefined
  const own = aboutMatter(page, matter, which)
  const ref: AggregateRef | undefined =
    kind === 'order'
      ? parseOrderId(id)
      : { office: api.office.id, kind: 'matter', id: matter.matter }
  const act = matterKinds.find((each) => each === command.kind)
  if (ref === undefined || (kind === 'matter' && act === undefined)) return undefined
  return { target: act === undefined ? issueTarget(own) : matterTarget(act, own), ref }
}

function preparedBody(target: Target, preview: Preview): Html {
  const { lang } = target.page
  switch (preview.kind) {
    case 'recorded':
      return html`<p class="notice">${t(lang, 'prepared.recorded')}</p>`
    case 'refused':
      return refusal(target, preview.problem)
    case 'preview':
      return html`${signed(target, preview.event as OrderEvent | MatterEvent)}
${follows(target, preview)}`
  }
}

function refusal({ page: { lang } }: Target, problem: Problem): Html {
  return html`<div class="notice"><p>${t(lang, 'prepared.refused')}</p><p>${problemText(lang, problem)}</p></div>`
}

/** Exactly the event that the rules make of the command: an order with every term, in both of its languages. */
function signed({ page, act, about, names }: Target, event: OrderEvent | MatterEvent): Html {
  const { lang, api } = page
  const pairs: (Fact | undefined)[] = [
    [t(lang, 'col.what'), act],
    [t(lang, 'check.about'), about],
    [t(lang, 'col.date'), dateText(lang, event.on)],
    event.kind === 'issued'
      ? undefined
      : [
          label(lang, 'event', event.kind),
          detailOf(lang, event, (id) => officeShort(page, id), names),
          'wide',
        ],
    ...(event.kind === 'issued' ? issuedFacts(page, event) : []),
    'source' in event && typeof event.source === 'string'
      ? [t(lang, 'prepared.source'), event.source, 'wide']
      : undefined,
    [t(lang, 'check.office'), api.office.name[lang]],
  ]
  return section(
    'signed',
    t(lang, 'check.signed'),
    html`${facts(pairs)}${event.kind === 'issued' ? issuedTerms(page, event) : ''}`,
  )
}

type Issued = Extract<OrderEvent, { kind: 'issued' }>

function issuedFacts(page: PageContext, event: Issued): (Fact | undefined)[] {
  const { lang } = page
  const listed = (parties: readonly { readonly name: string; readonly kind: string }[]) =>
    parties.map(({ name, kind }) => `${name} (${label(lang, 'party', kind)})`).join('; ')
  const others = event.otherParties ?? []
  return [
    [t(lang, 'field.number'), event.number],
    [t(lang, 'field.statute'), statuteName(page, event.statute)],
    [t(lang, 'prepared.parties'), listed([event.respondent, ...(event.respondents ?? [])]), 'wide'],
    others.length === 0 ? undefined : [t(lang, 'prepared.copies'), listed(others), 'wide'],
  ]
}

function issuedTerms({ lang }: PageContext, { terms }: Issued): Html {
  const columns = [t(lang, 'col.terms'), t(lang, 'field.term.kind'), t(lang, 'field.effort')]
  return table({
    caption: t(lang, 'col.terms'),
    className: 'terms',
    captionShown: true,
    stacked: true,
    columns,
    rows: terms.map(({ id, text, kind, effort, theme }) =>
      row(
        html`<span class="term-id">${id}</span> ${(['en', 'fr'] as const).map((each) => html`<span class="said" lang="${each}">${text[each]}</span>`)}<span class="muted">${label(lang, 'theme', theme)}</span>`,
        [
          { content: label(lang, 'kind', kind), label: columns[1] ?? '' },
          { content: label(lang, 'effort', effort), label: columns[2] ?? '' },
        ],
        { stacked: true },
      ),
    ),
  })
}
