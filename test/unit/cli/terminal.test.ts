// Whatever a ledger holds, nothing in it steers a terminal; our own colours do.

import { styleText } from 'node:util'
import { describe, expect, it } from 'vitest'
import { forTerminal } from '../../../services/cli/kit/terminal.ts'

const esc = '\u001b'
// oxlint-disable-next-line no-control-regex
const steers = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

describe('what reaches a terminal', () => {
  it.each([
    ['clears the screen', `a${esc}[2Jb`],
    ['moves the cursor over what was said', `refused${esc}[7Dissued `],
    ['renames the window', `a${esc}]0;title\u0007b`],
    ['writes to the clipboard', `a${esc}]52;c;ZXZpbA==\u0007b`],
    ['begins with one byte instead of two', 'a\u009b2Jb'],
    ['hides text', `a${esc}[8mhidden${esc}[28mb`],
    ['blinks in a colour of ours', `a${esc}[31;5mb`],
    ['goes back to the line’s beginning', 'refused\rissued '],
    ['takes characters back', 'refused\b\b\b\b\b\b\bissued'],
    ['rings', 'a\u0007b'],
    ['turns the reading direction', 'a\u202eb'],
    ['ends the text', 'a\u0000b'],
  ])('has nothing in it that %s', (_, text) => {
    const shown = forTerminal(text)
    expect(shown).not.toMatch(steers)
    expect(shown).not.toBe(text)
  })

  it.each(['bold', 'dim', 'red', 'yellow', 'green', 'cyan'] as const)(
    'keeps our own %s, around text that is made harmless',
    (style) => {
      const painted = styleText(style, `a${esc}[2Jb`, { validateStream: false })
      const [begin, end] = styleText(style, '|', { validateStream: false }).split('|')
      const shown = forTerminal(painted)
      expect(shown.startsWith(begin ?? 'none')).toBe(true)
      expect(shown.endsWith(end ?? 'none')).toBe(true)
      const inner = shown.slice(begin?.length, -(end?.length ?? 0))
      expect(inner).not.toMatch(steers)
      expect(inner).toContain('a')
      expect(inner).toContain('b')
    },
  )

  it('keeps lines, tabs and every letter', () => {
    const text = 'Ordonnance\n\tÀ l’organisme : « ﬁn » 🍁'
    expect(forTerminal(text)).toBe(text)
  })
})
