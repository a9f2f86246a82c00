// What a replay did, for people.

import type { ReplaySummary } from '../../client/replay/replay.ts'
import type { Paint } from '../kit/output.ts'
import { ruleText } from '../kit/recorded.ts'
import { wrap } from '../kit/table.ts'

export function renderReplay(
  { matter, facts, recorded, refused }: ReplaySummary,
  paint: Paint,
): string {
  const head = `${paint('bold', matter)}: ${recorded} of ${facts} facts recorded, ${refused.length} refused; every office has read every ledger`
  const lines = refused.map(({ index, office, on, what, code, message, rule }) =>
    wrap(
      `  ${index === null ? 'opening' : `fact ${index}`}  ${on ?? '?'}  ${office ?? '?'}  ${what ?? '?'}  ${paint('red', code)}: ${message}${rule === undefined ? '' : ` [${ruleText(rule)}]`}`,
      100,
      '      ',
    ),
  )
  return [head, ...lines].join('\n')
}
