// A simulation for people: what was refused or falls away, then each order's terms as recorded and as supposed, and why the dates differ.

import type { TermView } from '../../../shared/board/board.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { SimulationReply } from '../../../shared/contract/simulation.schema.ts'
import { noAdvice, trustLegend, type Paint } from '../kit/output.ts'
import { deadlineWords } from './board.ts'
import { ruleText } from '../kit/recorded.ts'
import { table, wrap, type Cell } from '../kit/table.ts'

export function renderSimulation({ asOf, steps, orders }: SimulationReply, paint: Paint): string {
  const told = steps.map((step) => {
    const where = `${step.on}  ${step.order}  ${step.command}`
    if (step.kind === 'refused')
      return wrap(
        `  ${step.change === null ? 'could not stand' : paint('red', 'refused')}  ${where}: ${step.problem.code}: ${step.problem.message}`,
        100,
        '      ',
      )
    return step.change === null
      ? wrap(
          `  as recorded, with another effect  ${where}${step.event.kind === 'challenge-filed' ? `: in time: ${step.event.inTime}` : ''}`,
          100,
          '      ',
        )
      : `  supposed  ${where}`
  })
  return [
    [paint('bold', `What if, on ${asOf}: as recorded → as supposed`), ...told].join('\n'),
    ...(orders.length === 0
      ? ['No order had been issued by this date.']
      : orders.map((order) => renderOrder(order, paint))),
    ['Nothing was recorded.', trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

type Simulated = SimulationReply['orders'][number]

function renderOrder(
  { order, changed, before, after, deadlines }: Simulated,
  paint: Paint,
): string {
  const head = `${paint('bold', order)}  ${fromTo(before.status.toUpperCase(), after.status.toUpperCase())}${changed ? '' : '  no change'}`
  const rows = before.terms.map((was, at): Cell[] => {
    const now = after.terms[at] ?? was
    return [
      was.id,
      was.theme,
      fromTo(clockOf(was), clockOf(now)),
      fromTo(earliestOf(was), earliestOf(now)),
      fromTo(dueOf(was), dueOf(now)),
    ]
  })
  const next = fromTo(nextOf(before), nextOf(after))
  return [
    wrap(head),
    table([7, 17, 22, 24, 24], rows, ['Term', 'Theme', 'Clock', 'Not before', 'Due']),
    ...(next === '' ? [] : [wrap(`  next    ${next}`, 100, '          ')]),
    ...deadlines.map(renderDeadline),
  ].join('\n')
}

function renderDeadline({
  id,
  party,
  terms,
  before,
  after,
}: Simulated['deadlines'][number]): string {
  const head = wrap(
    `  ${before?.date ?? 'none'} → ${after?.date ?? 'none'}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`} (${party})`,
    100,
    '    ',
  )
  return after === null ? head : `${head}\n${wrap(`    ${whyOf(after)}`, 100, '    ')}`
}

function whyOf({
  derivation: { from, start, period, counting, skipped, rolled },
  rules,
}: Deadline): string {
  const [[unit, n] = ['days', 0]] = Object.entries(period)
  const passed = `${skipped.length === 0 ? '' : `, ${skipped.length} days not counted`}${rolled.length === 0 ? '' : `, moved past ${rolled.map((day) => `${day.date} (${day.why})`).join(', ')}`}`
  return `${start} ${from}, ${n} ${unit} (${counting})${passed}; ${rules.map(ruleText).join(', ')}`
}

function fromTo(before: string, after: string): string {
  return before === after
    ? before
    : `${before === '' ? 'none' : before} → ${after === '' ? 'none' : after}`
}

function clockOf(term: TermView): string {
  return `${term.clock}${term.uncertain ? (term.stayed ? ' ?' : ', stay ?') : ''}`
}

function earliestOf(term: TermView): string {
  return term.notBefore !== null
    ? `${term.notBefore} ${term.notBeforeConfidence}`
    : term.enforceableFrom === null
      ? ''
      : `enforceable ${term.enforceableFrom} ${term.enforceableFromConfidence}`
}

function dueOf({ due }: TermView): string {
  return due === null
    ? ''
    : `${due.date} ${due.confidence}${due.lenientDate === undefined ? '' : ` or ${due.lenientDate}`}`
}

function nextOf({ nextAlarm }: Simulated['before']): string {
  return nextAlarm === null
    ? ''
    : `${nextAlarm.date} ${deadlineWords[nextAlarm.deadline]}${nextAlarm.terms.length === 0 ? '' : ` ${nextAlarm.terms.join(', ')}`} (${nextAlarm.party})`
}
