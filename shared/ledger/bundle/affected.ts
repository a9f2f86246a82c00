// Which entries lose something of their proof where a head, or what somebody said of one, is damaged or not there.

import { parseCheckpoint } from '../log/checkpoint.ts'
import { parseOrigin } from '../log/names.ts'
import { parseNote } from '../log/note.ts'
import type { PartOf } from './bundle.schema.ts'

interface Place {
  readonly office: string
  readonly size: number
}

/** By the name of a head, or of a part that is about one: it ends with the head's. */
export function affectedBy(
  entries: readonly PartOf<'entry'>[],
  heads: readonly PartOf<'head'>[],
): (part: string) => string[] {
  const places = new Map(heads.flatMap((head) => placeOf(head)))
  return (part) => {
    const start = part.indexOf(headMark)
    if (start < 0) return []
    const name = part.slice(start)
    const place = places.get(name) ?? placeInName(name)
    return entries.flatMap((entry) =>
      entry.head === name || (place !== undefined && bounds(place, entry)) ? [entry.name] : [],
    )
  }

  /** A head over the entry confirms it; the last one before it bounds it in time. */
  function bounds({ office, size }: Place, { subject, index }: PartOf<'entry'>): boolean {
    if (subject.split('.')[2] !== office) return false
    if (size > index) return true
    return [...places.values()].every(
      (other) => other.office !== office || other.size > index || other.size <= size,
    )
  }
}

function placeOf({ name, note }: PartOf<'head'>): [string, Place][] {
  const parsed = parseNote(note)
  const head = parsed.ok ? parseCheckpoint(parsed.note.text) : undefined
  const office = head === undefined ? undefined : parseOrigin(head.origin)?.office
  return head === undefined || office === undefined ? [] : [[name, { office, size: head.size }]]
}

/** Of a head that cannot be read: `head/<office>/<epoch>/<size>`. */
function placeInName(name: string): Place | undefined {
  const [, office = '', , size = ''] = name.split('/')
  return /^\d+$/.test(size) ? { office, size: Number(size) } : undefined
}

const headMark = 'head/'
