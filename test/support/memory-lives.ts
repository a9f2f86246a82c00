// A Temporal in memory, for what tells lives: each life knows the version that it was told of, or was started with.

import type { Lives } from '../../services/office/ports.ts'
import { subjectOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { Told } from '../../workflows/messages.ts'

export class MemoryLives implements Lives {
  readonly known = new Map<string, { ref: AggregateRef; version: number }>()
  /** `given`: the version that a life is started with, or reads up to where it runs already. */
  readonly signals: {
    readonly subject: string
    readonly versions: number[]
    readonly given?: number
  }[] = []
  away = false
  /** Called before a signal is taken: throw to lose it, or its answer. */
  before: () => void = () => undefined
  after: () => void = () => undefined

  async tell(ref: AggregateRef, told: Told): Promise<void> {
    if (this.away) throw new Error('away')
    this.before()
    await new Promise((resolve) => setImmediate(resolve))
    const subject = subjectOf(ref)
    const given = told.events.length === 0 ? told.version : undefined
    this.signals.push({
      subject,
      versions: told.events.map(({ version }) => version),
      ...(given === undefined ? {} : { given }),
    })
    const version = Math.max(this.known.get(subject)?.version ?? 0, told.version)
    this.known.set(subject, { ref, version })
    this.after()
  }
  async *running() {
    if (this.away) throw new Error('away')
    yield* this.known.values()
  }
  check = async () => !this.away
}
