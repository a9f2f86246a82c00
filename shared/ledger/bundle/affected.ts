// Which entries lose something of their proof where a head, or what somebody said of one, is damaged or not there.
// A file that is made of nothing but damage has its findings; which entries suffer is said of the first of them.

import { maxEntriesNamed } from '../../kernel/limits.ts'
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
  const sizes = Map.groupBy([...places.values()], ({ office }) => office)
  let left = maxEntriesNamed
  return (part) => {
    const start = part.indexOf(headMark)
    if (start < 0 || left <= 0) return []
    left -= entries.length
    const name = part.slice(start)
    const place = places.get(name) ?? placeInName(name)
    const next = place === undefined ? undefined : sizeAfter(place)
    return entries.flatMap((entry) =>
      entry.head === name || (place !== undefined && bounds(place, next, entry))
        ? [entry.name]
        : [],
    )
  }

  /** Of the next head of the same office. */
  function sizeAfter({ office, size }: Place): number {
    return (sizes.get(office) ?? []).reduce(
      (least, other) => (other.size > size && other.size < least ? other.size : least),
      Infinity,
    )
  }

  /** A head over the entry confirms it; the last one before it bounds it in time. */
  function bounds(
    { office }: Place,
    next = Infinity,
    { subject, index }: PartOf<'entry'>,
  ): boolean {
    return subject.split('.')[2] === office && next > index
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
