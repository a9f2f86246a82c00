// What a command would do to an office's part of a matter: refused as recording it would be, and otherwise what recording it then does.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import type { MatterCommand } from '../../../shared/matter/matter.schema.ts'
import { previewMatter } from '../../../shared/matter/preview.ts'
import { matterRules } from '../../../shared/matter/rules.ts'
import { viewMatter } from '../../../shared/matter/view.ts'
import { d, officeEntry, packs, Run } from '../../support/founding.ts'

const words = { en: 'e', fr: 'f' }
const respondent = { id: 'acme', name: 'Acme', kind: 'organization' }

function matter() {
  const ref: AggregateRef = { office: 'ca-fed-opc' as OfficeId, kind: 'matter', id: 'm' }
  return new Run(matterRules, ref, {
    office: officeEntry('ca-fed-opc', 'ca-fed-pipeda', 'observer'),
    packs,
    zoneData: '2026c',
    today: d('2024-06-01'),
  })
}
const opened = { kind: 'opened', on: d('2024-01-02'), title: words, respondent }
const promise = {
  kind: 'commitment-made',
  on: d('2024-01-10'),
  commitment: 'C1',
  instrument: 'compliance-agreement',
  terms: [{ id: 'T1', theme: 't', text: words, due: { months: 3 } }],
}
const of = (run: ReturnType<typeof matter>, command: object) =>
  previewMatter(
    run.ref,
    run.aggregate.state,
    { id: 'p', ...command } as never as MatterCommand,
    run.context,
  )

it('an opening has nothing before it', () => {
  expect(unwrap(of(matter(), opened))).toMatchObject({
    before: null,
    view: { matter: 'm', disposition: null },
    deadlines: [],
    duties: [],
  })
})

it('a promise brings its date, and a duty that is already over', () => {
  const run = matter().do(opened as never)
  const { deadlines, duties } = unwrap(of(run, promise))
  expect(deadlines).toMatchObject([
    { id: 'comply', name: 'C1', before: null, after: { date: '2024-04-10' } },
  ])
  expect(duties).toEqual([
    {
      commitment: 'C1',
      term: 'T1',
      before: null,
      after: { clock: 'lapsed', position: 'unknown', finding: null },
    },
  ])
})

it('a finding ends a duty, a disposition closes the part, and reopening takes it up again', () => {
  const run = matter()
    .do(opened as never)
    .do(promise as never)
  const found = {
    kind: 'compliance-assessed',
    on: d('2024-05-01'),
    commitment: 'C1',
    finding: 'accepted',
    basis: 'report',
  }
  expect(unwrap(of(run, found)).duties).toMatchObject([
    { before: { clock: 'lapsed' }, after: { clock: 'ended', finding: 'accepted' } },
  ])
  const closing = { kind: 'disposition', on: d('2024-05-02'), of: 'resolved' }
  const dispositions = (command: object) => {
    const { before, view } = unwrap(of(run, command))
    return [before?.disposition, view.disposition]
  }
  expect(dispositions(closing)).toEqual([null, 'resolved'])
  run.do(closing as never)
  const reopening = { kind: 'reopened', on: d('2024-05-03'), reason: 'r' }
  expect(dispositions(reopening)).toEqual(['resolved', null])
})

it('a fact recorded in error takes its date away', () => {
  const run = matter()
    .do(opened as never)
    .do({ kind: 'report-sent', on: d('2024-02-29'), to: 'complainant' } as never)
  const { deadlines } = unwrap(
    of(run, { kind: 'recorded-in-error', on: d('2024-03-01'), fact: 2, reason: 'r' }),
  )
  expect(deadlines).toMatchObject([
    { id: 'challenge', before: { date: '2025-02-28' }, after: null },
  ])
})

it('what is refused is refused with the same words, and what is not becomes what was shown', () => {
  const facts = fc.constantFrom(
    opened,
    promise,
    { kind: 'report-sent', on: d('2024-02-29'), to: 'complainant' },
    { kind: 'disposition', on: d('2024-03-01'), of: 'resolved' },
    { kind: 'reopened', on: d('2024-03-02'), reason: 'r' },
    {
      kind: 'compliance-assessed',
      on: d('2024-05-01'),
      commitment: 'C1',
      finding: 'not-accepted',
      basis: 'audit',
    },
    {
      kind: 'court-application',
      on: d('2024-05-02'),
      application: 'A1',
      section: '15',
      forum: 'court',
    },
    { kind: 'recorded-in-error', on: d('2024-05-03'), fact: 3, reason: 'r' },
  )
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 9 }), (list) => {
      const run = matter().do(opened as never)
      for (const fact of list) {
        const shown = of(run, fact)
        const problem = run.try(fact as never)
        expect(shown.ok).toBe(problem === undefined)
        if (!shown.ok) {
          refused += 1
          expect(shown.problem).toEqual(problem)
          continue
        }
        taken += 1
        expect(shown.value.after).toEqual(run.state)
        expect(shown.value.view).toEqual(viewMatter(run.ref.office, run.state, run.context.today))
      }
    }),
  )
  expect(Math.min(taken, refused)).toBeGreaterThan(30)
})
