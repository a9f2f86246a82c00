// What is longer than the terminal is read in a pager, as git does: PAGER, or less.

import { spawnSync } from 'node:child_process'

/** Whether a pager showed it; without a terminal, for what fits, and with PAGER=cat or none at all, nothing is paged. */
export function paged(text: string): boolean {
  const { stdout, stdin, env } = process
  if (!stdout.isTTY || !stdin.isTTY || text.split('\n').length <= stdout.rows) return false
  const pager = env['PAGER'] ?? 'less'
  if (pager === '' || pager === 'cat') return false
  const { error, status } = spawnSync(pager, {
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    // Colours are shown, and what fits after all is left on the screen.
    env: { ...env, LESS: env['LESS'] ?? 'RFX' },
    shell: pager.includes(' '),
  })
  return error === undefined && status === 0
}
