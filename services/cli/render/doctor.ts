// What the doctor found, for people: a line for each check, and what to do below those that are not well.

import type { Findings } from '../actions/doctor.ts'
import type { Paint } from '../kit/output.ts'
import { wrap } from '../kit/table.ts'

const marks = {
  ok: ['green', 'ok     '],
  warning: ['yellow', 'warning'],
  failed: ['red', 'FAILED '],
} as const

export function renderDoctor({ findings }: Findings, paint: Paint): string {
  const groups = [...Map.groupBy(findings, (finding) => finding.where)].map(([where, all]) =>
    [
      paint('bold', where),
      ...all.flatMap(({ check, state, found, advice }) => {
        const [style, word] = marks[state]
        return [
          `  ${paint(style, word)}  ${wrap(`${check}: ${found}`, 88, '           ')}`,
          ...(state === 'ok' || advice === null
            ? []
            : [`           do: ${wrap(advice, 80, '               ')}`]),
        ]
      }),
    ].join('\n'),
  )
  const bad = findings.filter(({ state }) => state !== 'ok')
  return [
    ...groups,
    bad.length === 0
      ? 'Nothing is wrong.'
      : `${bad.filter(({ state }) => state === 'failed').length} failed, ${bad.filter(({ state }) => state === 'warning').length} to look at.`,
  ].join('\n\n')
}
