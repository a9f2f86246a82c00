// Joint actions by filter, order and page. Their titles are sealed: they are opened for the page that is shown, or for all that a search has to look through,
// and stand in no file.

import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import type { Cursor, JointListQuery } from '../../../shared/contract/lists.schema.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import { foldedText, searchWords } from '../../../shared/lists/search.ts'
import { wrongCursor } from '../lists-cursor.ts'
import type { Rows } from '../ports.ts'

type Line = Omit<JointSummary, 'title'>
type Title = JointSummary['title']

export interface Sealed {
  readonly line: Line
  /** Of the text that the title is part of: the same text has the same title. */
  readonly digest: string
  readonly title: () => Promise<Title | undefined>
}

export type JointListAsked = Omit<JointListQuery, 'owner'> & {
  /** Whether it is on the desk that was asked for. */
  readonly isOnDesk?: (joint: string) => boolean
  /** Whether whoever asks may read what is sealed, titles too. */
  readonly opens?: boolean
  /** Whether whoever asks may do one of these. */
  readonly mayOneOf?: (acts: Line['waitsFor']) => boolean
}

export function createJointList({ lines }: { readonly lines: () => readonly Sealed[] }) {
  const opened = new Map<string, NonNullable<Title>>()
  async function titleOf({ line, digest, title }: Sealed): Promise<Title> {
    const key = `${line.joint} ${digest}`
    const known = opened.get(key)
    if (known !== undefined) return known
    const found = (await title()) ?? null
    if (opened.size >= maxTitles) opened.clear()
    if (found !== null) opened.set(key, found)
    return found
  }
  return async function jointList(query: JointListAsked): Promise<Rows<JointSummary>> {
    const wanted = lines().filter(({ line }) => passes(line, query))
    const words = searchWords(query.q ?? '')
    const { opens = true } = query
    const found =
      words.length === 0
        ? wanted
        : await keepAsync(wanted, async (each) => {
            const { joint, matter } = each.line
            const title = opens ? await titleOf(each) : null
            const text = foldedText([joint, matter, title?.en, title?.fr].join(' '))
            return words.every((word) => text.includes(word))
          })
    const { rows, next, previous } = pageOf(found, query)
    return {
      total: found.length,
      rows: await Promise.all(
        rows.map(async (each) => ({ ...each.line, title: opens ? await titleOf(each) : null })),
      ),
      next,
      previous,
    }
  }
}

/** Titles kept in memory: each some hundred bytes. */
const maxTitles = 5_000

function passes(
  { proposer, action, matter, status, waitsForUs, waitsFor, joint }: Line,
  query: JointListAsked,
): boolean {
  const { office, waits, isOnDesk = () => true, mayOneOf = () => true } = query
  const same = (asked: string | undefined, is: string | null) => asked === undefined || asked === is
  return (
    same(office, proposer) &&
    same(query.action, action) &&
    same(query.matter, matter) &&
    same(query.status, status) &&
    (waits === undefined ||
      (waits === 'me' ? waitsForUs && mayOneOf(waitsFor) : waits === waitsForUs)) &&
    isOnDesk(joint)
  )
}

async function keepAsync<T>(all: readonly T[], keep: (each: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(all.map(keep))
  return all.filter((_, at) => kept[at])
}

type Key = readonly (readonly [value: string, direction: 1 | -1])[]
const last = '~'

/** What waits for this office comes first where nothing else is asked. */
function keyOf(sort: JointListQuery['sort'], line: Line): Key {
  const { proposedOn, replyBy, moment, matter, joint, waitsForUs } = line
  const name = [joint, 1] as const
  switch (sort) {
    case 'proposed':
      return [[proposedOn, -1], name]
    case 'reply':
      return [[replyBy, 1], name]
    case 'moment':
      return [[moment ?? last, 1], name]
    case 'number':
      return [[joint.slice(joint.indexOf(':') + 1), 1], name]
    case 'matter':
      return [[matter ?? last, 1], name]
    case 'waiting':
    case undefined:
      return [[waitsForUs ? '0' : '1', 1], [proposedOn, -1], name]
  }
}

function compare(a: Key, values: readonly string[]): number {
  for (const [at, [value, direction]] of a.entries()) {
    const other = values[at] ?? ''
    if (value !== other) return value < other ? -direction : direction
  }
  return 0
}

function pageOf(
  found: readonly Sealed[],
  { sort, limit = listPageRows, after, before }: JointListAsked,
): { rows: readonly Sealed[]; next: Cursor | undefined; previous: Cursor | undefined } {
  const cursorOf = (key: Key): Cursor => key.map(([value]) => value)
  const keyed = found
    .map((each) => ({ each, key: keyOf(sort, each.line) }))
    .toSorted((a, b) => compare(a.key, cursorOf(b.key)))
  const cursor = before ?? after
  const [one] = keyed
  if (cursor !== undefined && one !== undefined && cursor.length !== one.key.length)
    throw wrongCursor()
  const at = (place: Cursor, sign: 1 | -1) =>
    keyed.filter(({ key }) => sign * compare(key, place) > 0)
  const side = before !== undefined ? at(before, -1) : after !== undefined ? at(after, 1) : keyed
  const shown = before === undefined ? side.slice(0, limit) : side.slice(-limit)
  const [first, final] = [shown[0], shown.at(-1)]
  const isFirst = first === undefined || first === keyed[0]
  const isLast = final === undefined || final === keyed.at(-1)
  return {
    rows: shown.map(({ each }) => each),
    next: isLast ? undefined : cursorOf(final.key),
    previous: isFirst ? undefined : cursorOf(first.key),
  }
}
