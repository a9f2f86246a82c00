// The same refusal to the same person again and again: the first of an hour stand singly in the audit list, the others are counted there.
// What is counted is written each time that it has doubled, when the list is read and when the hour is over: nobody fills the disk, and no refusal goes unsaid.

import type { AuditEntry } from '../../../shared/contract/staff.schema.ts'
import { maxSameRefusalsPerHour } from '../../../shared/kernel/limits.ts'

type Entry = Omit<AuditEntry, 'number'>

interface Counted {
  readonly sinceMs: number
  last: Entry
  times: number
  /** As many as the list has, singly or counted. */
  said: number
}

export class Repeats {
  readonly #counted = new Map<string, Counted>()

  /** What is to be written now that this was refused. */
  refused(entry: Entry): Entry[] {
    const nowMs = Date.parse(entry.at)
    const over = this.#over(nowMs)
    const key = JSON.stringify([entry.whoId ?? entry.who, entry.act, entry.code, entry.rule])
    const counted = this.#counted.get(key) ?? { sinceMs: nowMs, last: entry, times: 0, said: 0 }
    this.#counted.set(key, counted)
    counted.last = entry
    counted.times++
    if (counted.times > maxSameRefusalsPerHour)
      return counted.times < 2 * counted.said ? over : [...over, sum(counted)]
    counted.said = counted.times
    return [...over, entry]
  }

  /** What is counted and not written yet. */
  unsaid(): Entry[] {
    return [...this.#counted.values()].filter(({ times, said }) => times > said).map(sum)
  }

  #over(nowMs: number): Entry[] {
    const over = [...this.#counted].filter(([, { sinceMs }]) => nowMs - sinceMs >= hourMs)
    for (const [key] of over) this.#counted.delete(key)
    return over.filter(([, { times, said }]) => times > said).map(([, counted]) => sum(counted))
  }
}

function sum(counted: Counted): Entry {
  counted.said = counted.times
  return { ...counted.last, times: counted.times }
}

const hourMs = 3_600_000
