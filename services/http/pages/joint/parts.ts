// What the pages of joint actions share: steps as shape, word and colour; who is meant; instants.

import { html } from 'hono/html'
import type { JointStatus, JointStep } from '../../../../shared/joint/standing.ts'
import { sayJointOf } from '../../joint-words.ts'
import { instantText, type Html, type Look } from '../parts.ts'

export function jointLink(joint: string, label: Html | string = joint): Html {
  const [office = '', number = ''] = joint.split(':')
  return html`<a href="/joint/${encodeURIComponent(office)}/${encodeURIComponent(number)}">${label}</a>`
}

export function statusBadge(look: Look, status: JointStatus): Html {
  return html`<span class="badge joint-${tones[status]}"><span class="shape" aria-hidden="true">${shapes[status]}</span>${sayJointOf(look.lang, 'status', status)}</span>`
}

export function stepBadge(look: Look, step: JointStep): Html {
  const [shape, tone] = steps[step]
  return html`<span class="badge joint-${tone}"><span class="shape" aria-hidden="true">${shape}</span>${sayJointOf(look.lang, 'step', step)}</span>`
}

export function maybeInstant(instant: string | null, none: string): Html {
  return instant === null ? html`<span class="muted">${none}</span>` : instantText(instant)
}

const tones = { open: 'waiting', going: 'moving', held: 'trouble', released: 'moving', complete: 'done', incomplete: 'trouble', 'called-off': 'ended', cancelled: 'ended', answered: 'done' } as const satisfies Record<JointStatus, string>
const shapes = { open: '○', going: '◔', held: '‖', released: '◕', complete: '●', incomplete: '▲', 'called-off': '■', cancelled: '■', answered: '●' } as const satisfies Record<JointStatus, string>
const steps = {
  invited: ['○', 'waiting'], received: ['◔', 'waiting'], unreadable: ['✕', 'trouble'], prepared: ['◑', 'waiting'], consented: ['✓', 'moving'], conditional: ['?', 'trouble'], lapsed: ['↺', 'trouble'],
  objected: ['✕', 'trouble'], abstained: ['–', 'ended'], withdrawn: ['✕', 'trouble'], silent: ['·', 'ended'], answered: ['✓', 'done'], committed: ['◕', 'moving'], 'in-doubt': ['?', 'trouble'],
  acted: ['●', 'done'], 'acted-late': ['●', 'trouble'], 'not-acted': ['▲', 'trouble'], compensated: ['↩', 'ended'], 'stood-down': ['■', 'ended'],
} as const satisfies Record<JointStep, readonly [string, string]>
