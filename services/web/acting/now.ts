// What may be done now, each as a link to its form; and, folded, what may not, with the reason and its section.

import { html } from 'hono/html'
import type { AllowedAct } from '../../../shared/contract/acting.schema.ts'
import { mayEver } from '../../../shared/office/permit.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { ruleText } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { empty, section } from '../kit/section.ts'
import { withNames } from '../kit/names.ts'
import { orderGroups, type OrderGroup } from './kinds.ts'
import { actName } from './target.ts'
import { t } from './words.ts'

export interface Doable {
  /** Of which aggregate the acts are; an order is issued from a matter, too. */
  readonly of: 'order' | 'matter'
  readonly acts: readonly AllowedAct[]
  /** Where the forms are: `/orders/ca-bc-oipc/P21-08/act`. */
  readonly path: string
  readonly pack: Pack | undefined
  readonly parties: readonly { readonly id: string; readonly name: string }[]
}

export function whatNow(page: PageContext, doable: Doable): Html {
  const { lang } = page
  const { pack, path, parties } = doable
  // What somebody's roles never cover is not offered, and not counted among what the law holds up.
  const acts = doable.acts.filter(({ kind }) =>
    mayEver(page.actor, `${kind === 'issue' ? 'order' : doable.of}/${kind}`),
  )
  const can = acts.flatMap((act) => (act.may ? [act] : []))
  const cannot = acts.flatMap((act) => (act.may ? [] : [act]))
  const names = (text: string) => withNames(page, text, parties, pack)
  const name = ({ kind, which }: AllowedAct) => actName(page, kind, which, pack)
  const link = ({ kind, which }: AllowedAct) =>
    `${path}/${kind}${which === undefined ? '' : `/${encodeURIComponent(which)}`}`
  const list = (some: typeof can) =>
    html`<ul class="acts">${some.map((act) => html`<li><a href="${link(act)}">${name(act)}</a>${(act.warnings ?? []).map((warning) => html`<br><span class="muted">${problemText(lang, { message: names(warning.en), messageFr: names(warning.fr) })}</span>`)}</li>`)}</ul>`
  return section(
    'acts',
    t(lang, 'now.title'),
    html`${
      can.length === 0
        ? empty(t(lang, acts.length < doable.acts.length ? 'now.role' : 'now.none'))
        : doable.of === 'order'
          ? html`<div class="act-groups">${grouped(can).map(([group, some]) => html`<div><h3>${t(lang, `now.group.${group}`)}</h3>${list(some)}</div>`)}</div>`
          : list(can)
    }
${
  cannot.length === 0
    ? ''
    : html`<details class="aside" id="cannot"><summary>${t(lang, 'now.not', { n: cannot.length })}</summary><dl class="cannot">${cannot.map(
        ({ problem, ...act }) => {
          const named = { message: names(problem.message), messageFr: names(problem.messageFr) }
          return html`<div><dt>${name(act as AllowedAct)}</dt><dd>${problemText(lang, named)}${problem.rule === undefined ? '' : html` ${ruleText(page, problem.rule, pack)}`}</dd></div>`
        },
      )}</dl></details>`
}`,
  )
}

/** By headings, those that have something. */
function grouped<T extends { readonly kind: string }>(acts: readonly T[]): [OrderGroup, T[]][] {
  return (Object.keys(orderGroups) as OrderGroup[])
    .map((group): [OrderGroup, T[]] => {
      const kinds: readonly string[] = orderGroups[group]
      return [group, acts.filter(({ kind }) => kinds.includes(kind))]
    })
    .filter(([, some]) => some.length > 0)
}
