// What reaches a terminal: whatever a ledger holds, only our own colours steer it. Everything else that could is shown as a mark.

import { visible } from '../../../shared/kernel/plain-text.ts'

/** The sequences that `styleText` makes for the styles of `Paint`, and their ends. No other may pass. */
// oxlint-disable-next-line no-control-regex
const ownColours = /(\u001b\[(?:1|2|22|31|32|33|36|39)m)/

export function forTerminal(text: string): string {
  return text
    .split(ownColours)
    .map((piece, at) => (at % 2 === 1 ? piece : visible(piece, 'lines')))
    .join('')
}
