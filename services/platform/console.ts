// What libraries print goes to the log: it may quote what a peer sent, and only the log makes that harmless.

import { format } from 'node:util'
import type { Log } from './log.ts'

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const

/** Until it is disposed. */
export function logConsole(log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>): Disposable {
  const before = { ...console }
  for (const [name, level] of Object.entries(levels) as [keyof typeof levels, 'info'][])
    console[name] = (...said: unknown[]) => log[level]({ said: format(...said) }, 'a library says')
  return { [Symbol.dispose]: () => void Object.assign(console, before) }
}
