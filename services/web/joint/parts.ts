// What the pages of joint actions share: steps as shape, word and colour; who is meant; instants.

import { partsOf } from '../../../shared/kernel/ids.ts'
import { html } from 'hono/html'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Condition } from '../../../shared/joint/terms.schema.ts'
import type { JointStatus, JointStep } from '../../../shared/joint/standing.ts'
import { t, label } from './words.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { withOffices } from '../kit/names.ts'
import { localTime, officeShort, plainTime, zoneName } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'

export type Tone = 'waiting' | 'moving' | 'done' | 'trouble' | 'ended'

export function jointLink(joint: string, label: Html | string = joint): Html {
  const { office, number } = partsOf(joint)
  return html`<a href="/joint/${encodeURIComponent(office)}/${encodeURIComponent(number)}">${label}</a>`
}

export function badge(shape: string, tone: Tone, label: string): Html {
  return html`<span class="badge joint-${tone}"><span class="shape" aria-hidden="true">${shape}</span>${label}</span>`
}

export function statusBadge(page: PageContext, status: JointStatus): Html {
  return badge(statusShapes[status], tones[status], label(page.lang, 'status', status))
}

export function stepBadge(page: PageContext, step: JointStep): Html {
  const [shape, tone] = steps[step]
  return badge(shape, tone, label(page.lang, 'step', step))
}

/** Why not, with the names of offices. */
export function refusalText(
  page: PageContext,
  { message, messageFr }: { readonly message: string; readonly messageFr?: string | undefined },
): Html {
  return problemText(page.lang, {
    message: withOffices(page, message),
    messageFr: messageFr === undefined ? undefined : withOffices(page, messageFr),
  })
}

export function maybeInstant(page: PageContext, instant: string | null, none: string): Html {
  return instant === null ? html`<span class="muted">${none}</span>` : localTime(page, instant)
}

/** By the clock of one office, which is named: each acts by its own. */
export function timeAt(page: PageContext, instant: string, office: string): string {
  const { api, lang } = page
  const { zone } = api.directory.offices.find(({ id }) => id === office) ?? api.office
  return `${plainTime(lang, instant as Instant, zone)} (${zoneName(lang, zone)})`
}

export function conditionText(page: PageContext, condition: Condition): string {
  if (condition.kind === 'not-before')
    return `${t(page.lang, 'cond.before')} ${timeAt(page, condition.moment, page.api.office.id)}`
  if (condition.kind === 'with')
    return `${t(page.lang, 'cond.with')} ${condition.offices.map((office) => officeShort(page, office)).join(', ')}`
  return condition.text
}

const tones = {
  open: 'waiting',
  going: 'moving',
  held: 'trouble',
  released: 'moving',
  complete: 'done',
  incomplete: 'trouble',
  'called-off': 'ended',
  cancelled: 'ended',
  answered: 'done',
} as const satisfies Record<JointStatus, Tone>
const statusShapes = {
  open: '○',
  going: '◔',
  held: '‖',
  released: '◕',
  complete: '●',
  incomplete: '▲',
  'called-off': '■',
  cancelled: '■',
  answered: '●',
} as const satisfies Record<JointStatus, string>
const steps = {
  invited: ['○', 'waiting'],
  received: ['◔', 'waiting'],
  unreadable: ['✕', 'trouble'],
  prepared: ['◑', 'waiting'],
  consented: ['✓', 'moving'],
  conditional: ['?', 'trouble'],
  lapsed: ['↺', 'trouble'],
  objected: ['✕', 'trouble'],
  abstained: ['–', 'ended'],
  withdrawn: ['✕', 'trouble'],
  silent: ['·', 'ended'],
  answered: ['✓', 'done'],
  committed: ['◕', 'moving'],
  'in-doubt': ['?', 'trouble'],
  acted: ['●', 'done'],
  'acted-late': ['●', 'trouble'],
  'not-acted': ['▲', 'trouble'],
  compensated: ['↩', 'ended'],
  'stood-down': ['■', 'ended'],
} as const satisfies Record<JointStep, readonly [string, Tone]>
