// What an office is offered in a matter: first that it is opened, then everything it may say; an observer too.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { allowedInMatter } from '../../../shared/matter/allowed.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { matterRules } from '../../../shared/matter/rules.ts'
import { d, officeEntry, packs, Run } from '../../support/founding.ts'

const words = { en: 'e', fr: 'f' }
const respondent = { id: 'acme', name: 'Acme', kind: 'organization' }
/** One of each kind that people send; `on` is put in later. */
const loose = fc.constantFrom(
  { kind: 'opened', title: words, respondent },
  { kind: 'investigation-opened', offices: ['ca-bc-oipc'] },
  { kind: 'findings-published', offices: ['ca-bc-oipc'] },
  { kind: 'recommendation-made', text: words },
  { kind: 'recommendation-refused', text: words },
  { kind: 'announced', orders: ['ca-bc-oipc:O1'] },
  { kind: 'statement-made', text: words },
  { kind: 'joint-action', action: 'j', actionKind: 'k', offices: ['ca-bc-oipc'] },
  { kind: 'noted', text: words },
  { kind: 'disposition', of: 'unresolved' },
  { kind: 'reopened', reason: 'r' },
  { kind: 'report-sent', to: 'complainant' },
  { kind: 'notice-of-intention', notice: 'N1', replyBy: '2022-02-01' },
  {
    kind: 'commitment-made',
    commitment: 'C1',
    instrument: 'compliance-agreement',
    terms: [{ id: 'T1', theme: 't', text: words, report: { first: { days: 30 } } }],
  },
  { kind: 'commitment-made', commitment: 'C2', terms: [{ id: 'T1', theme: 't', text: words }] },
  { kind: 'compliance-reported', commitment: 'C1', outcome: 'partial' },
  { kind: 'compliance-assessed', commitment: 'C1', finding: 'not-accepted', basis: 'audit' },
  { kind: 'compliance-assessed', commitment: 'C2', finding: 'accepted', basis: 'report' },
  { kind: 'court-application', application: 'A1', section: '14', forum: 'court' },
  { kind: 'court-application', application: 'A2', section: '99', forum: 'court', by: 'someone' },
  { kind: 'court-decided', application: 'A1', outcome: 'granted', citation: 'c' },
  { kind: 'recorded-in-error', fact: 2, reason: 'r' },
  { kind: 'recorded-in-error', fact: 3, reason: 'r' },
)

/** Closed and reopened in every run, whatever chance brings. */
const closedAndReopened = [
  [0, { kind: 'opened', title: words, respondent }],
  [0, { kind: 'disposition', of: 'unresolved' }],
  [0, { kind: 'reopened', reason: 'r' }],
]

const matter = (office: string, statute: string, role: 'commissioner' | 'observer') => {
  const ref: AggregateRef = { office: office as OfficeId, kind: 'matter', id: 'clearview-ai' }
  return new Run(matterRules, ref, {
    office: officeEntry(office, statute, role),
    packs,
    zoneData: '2026c',
    today: d('2022-01-10'),
  })
}

it.each([
  ['ca-bc-oipc', 'ca-bc-pipa', 'commissioner'],
  ['ca-fed-opc', 'ca-fed-pipeda', 'observer'],
] as const)('%s may open it once, and then say everything else', (office, statute, role) => {
  const run = matter(office, statute, role)
  const before = allowedInMatter(run.ref, undefined, run.context)
  expect(before.filter(({ may }) => may).map(({ kind }) => kind)).toEqual(['opened'])
  run.do(before[0]?.tried as never)
  const after = allowedInMatter(run.ref, run.state, run.context)
  expect(after.filter(({ may }) => !may).map(({ kind }) => kind)).toEqual([
    'opened',
    'compliance-reported',
    'compliance-assessed',
    'court-decided',
    'reopened',
    'recorded-in-error',
  ])
  for (const each of after)
    if (each.may) {
      const sent = matterCommandSchema.parse(JSON.parse(JSON.stringify(each.tried)))
      expect(matterRules.decide(run.ref, run.state, sent, run.context).ok).toBe(true)
    } else expect(each.problem).toMatchObject({ messageFr: expect.any(String) })
})

it('what may not be done says why, by section where it is law', () => {
  const run = matter('ca-fed-opc', 'ca-fed-pipeda', 'observer')
  run.do({ kind: 'opened', on: d('2022-01-01'), title: words, respondent } as never)
  run.do({
    kind: 'commitment-made',
    on: d('2022-01-02'),
    commitment: 'agreement',
    instrument: 'compliance-agreement',
    terms: [{ id: 'T1', theme: 'audit', text: words }],
  } as never)
  const now = allowedInMatter(run.ref, run.state, run.context)
  const applications = now.filter(({ kind }) => kind === 'court-application')
  expect(applications.map(({ which, may }) => [which, may])).toEqual([
    ['14 complainant', true],
    ['14 office', false],
    ['15 office', false],
  ])
  for (const each of applications)
    if (!each.may)
      expect(each.problem).toMatchObject({
        code: 'route-not-available',
        rule: { section: '17.1(3)', confidence: 'V' },
        messageFr: expect.stringContaining('accord'),
      })
  expect(now.filter(({ kind }) => kind.startsWith('compliance')).every(({ may }) => may)).toBe(true)
})

it('in any matter, what is offered is recorded, what is recorded was offered, and the rest is refused', () => {
  const recorded = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom(
        ['ca-bc-oipc', 'ca-bc-pipa', 'commissioner'] as const,
        ['ca-fed-opc', 'ca-fed-pipeda', 'observer'] as const,
      ),
      fc.array(fc.tuple(fc.nat(), loose), { maxLength: 15 }),
      ([office, statute, role], choices) => {
        const run = matter(office, statute, role)
        for (const [at, [choice, own]] of choices.entries()) {
          const { state } = run.aggregate
          const now = allowedInMatter(run.ref, state, run.context)
          for (const each of now)
            expect([
              each.kind,
              matterRules.decide(run.ref, state, each.tried, run.context).ok,
            ]).toEqual([each.kind, each.may])
          const sent = matterCommandSchema.parse({ ...own, id: `c${at}`, on: run.context.today })
          if (matterRules.decide(run.ref, state, sent, run.context).ok) {
            const of = now.filter(({ kind }) => kind === sent.kind)
            expect([sent.kind, of.some(({ may }) => may)]).toEqual([sent.kind, true])
            recorded.add(sent.kind)
            run.do(sent)
            continue
          }
          const open = now.filter(({ may }) => may)
          const chosen = open[choice % Math.max(open.length, 1)]
          if (chosen === undefined) continue
          run.do({ ...chosen.tried, id: undefined } as never)
          recorded.add(chosen.kind)
        }
      },
    ),
    {
      numRuns: 200,
      examples: [[['ca-bc-oipc', 'ca-bc-pipa', 'commissioner'], closedAndReopened as never]],
    },
  )
  const all = matterCommandSchema.options.map(({ shape }) => shape.kind.value)
  expect(all.filter((kind) => !recorded.has(kind))).toEqual(['mark-reached'])
})

it("another office's file of the same matter is not for it to write in", () => {
  const run = matter('ca-bc-oipc', 'ca-bc-pipa', 'commissioner')
  const ref: AggregateRef = { ...run.ref, office: 'ca-ab-oipc' as OfficeId }
  for (const each of allowedInMatter(ref, undefined, run.context))
    expect(each.may || each.problem.code).toBe('wrong-office')
})
