// Short ways to fold a small case by the offices' own rules, for tables: facts in, the board of a day out.

import { parseCase } from '../../../shared/case/case.schema.ts'
import { dryRun, type DryRun } from '../../../shared/case/dry-run.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { directory } from '../../../services/cli/kit/dry-run.ts'
import { loadPacks } from '../../../services/platform/packs.ts'

export const packs = loadPacks()
export const offices = directory()
export const today = '2026-11-27' as LocalDate

export type RawFact = Record<string, unknown> & { what: string }

const statutes = {
  bc: ['ca-bc-oipc', 'ca-bc-pipa'],
  ab: ['ca-ab-oipc', 'ca-ab-pipa'],
  qc: ['ca-qc-cai', 'ca-qc-p391'],
  fed: ['ca-fed-opc', 'ca-fed-pipeda'],
} as const
export type Where = keyof typeof statutes

export const term = (id: string, kind: 'mandate' | 'prohibition', more: object = {}): object => ({
  id,
  theme: 'theme',
  kind,
  effort: 'absolute',
  text: { en: id, fr: id },
  ...more,
})
export const M = term('T1', 'mandate')
export const P = term('T1', 'prohibition')

/** Facts of one office about its order `1`; `on` and `what` first. */
export function factsOf(
  where: Where,
  list: readonly (readonly [string, string, object?])[],
): RawFact[] {
  const [office] = statutes[where]
  const ofMatter = [
    'noted',
    'report-sent',
    'findings-published',
    'disposition',
    'notice-of-intention',
    'commitment-made',
    'court-application',
    'recorded-in-error',
  ]
  return list.map(([on, what, more = {}]) => ({
    on,
    office,
    what,
    ...(ofMatter.includes(what) || 'commitment' in more || 'application' in more
      ? {}
      : { order: `${office}:1` }),
    ...(what === 'order-issued' ? { number: '1', statute: statutes[where][1], terms: [M] } : {}),
    ...(what === 'copy-given' ? { party: 'acme', means: 'hand' } : {}),
    ...(what === 'challenge-filed'
      ? { challenge: 'c', kind: 'judicial-review', forum: 'court' }
      : {}),
    ...(what.startsWith('stay-') || what === 'challenge-time-extended' ? { forum: 'court' } : {}),
    ...(what === 'court-decided' && !('application' in more)
      ? { challenge: 'c', citation: 'first' }
      : {}),
    ...more,
  }))
}

export function fold(
  facts: readonly RawFact[],
  asOf: string,
  more: { knownOn?: string; outer?: object } = {},
): DryRun {
  const files = Object.fromEntries(facts.map(({ office }) => [office, 'F-1']))
  const text = JSON.stringify({
    matter: 'm',
    title: { en: 'm', fr: 'm' },
    respondent: { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
    files,
    facts,
    ...more.outer,
  })
  return dryRun({
    parsed: unwrap(parseCase(text, today)),
    officeOf: (id) => offices.get(id),
    packs,
    zoneData: '2026c',
    today,
    asOf: asOf as LocalDate,
    knownOn: more.knownOn as LocalDate | undefined,
  })
}

export function orderOf(run: DryRun): DryRun['orders'][number] {
  const [order] = run.orders
  if (order === undefined) throw new Error(`no order: ${JSON.stringify(run.refused)}`)
  return order
}

export function termOf(run: DryRun, id = 'T1'): DryRun['orders'][number]['terms'][number] {
  const found = orderOf(run).terms.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no term ${id}`)
  return found
}

export function routeOf(run: DryRun, id: string): DryRun['orders'][number]['routes'][number] {
  const found = orderOf(run).routes.find((each) => each.route === id)
  if (found === undefined) throw new Error(`no route ${id}`)
  return found
}
