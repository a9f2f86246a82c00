// Joint actions by filter, order and page. Their titles are sealed: they are opened for the page that is shown, or for all that a search has to look through,
// and stand in no file.

import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import type { Cursor, JointListQuery } from '../../../shared/contract/lists.schema.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { numberIn, type JointId, type OfficeId } from '../../../shared/kernel/ids.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import { foldedText, searchWords } from '../../../shared/lists/search.ts'
import type { JointQuery, JointRow, Lists, Rows } from '../ports.ts'
import { wrongCursor } from '../lists-cursor.ts'

type Title = JointSummary['title']

export type JointListAsked = JointQuery &
  Pick<JointListQuery, 'q'> & {
    /** Whether whoever asks may read what is sealed, titles too. */
    readonly opens: boolean
  }

export interface JointListOptions {
  readonly lists: Pick<Lists, 'joint'>
  readonly own: OfficeId
  readonly now: () => Instant
  /** Undefined where this office cannot open it. */
  readonly titleOf: (joint: JointId) => Promise<Title | undefined>
}

export function createJointList({ lists, own, now, titleOf }: JointListOptions) {
  // The same text has the same title.
  const opened = new Map<string, NonNullable<Title>>()
  async function titled(
    { digest, waitsFor, ...line }: JointRow,
    opens: boolean,
  ): Promise<JointSummary> {
    if (!opens) return { ...line, waitsFor: [...waitsFor], title: null }
    const key = `${line.joint} ${digest}`
    const title = opened.get(key) ?? (await titleOf(line.joint)) ?? null
    if (opened.size >= maxTitles) opened.clear()
    if (title !== null) opened.set(key, title)
    return { ...line, waitsFor: [...waitsFor], title }
  }
  return async function jointList({
    q,
    opens,
    ...query
  }: JointListAsked): Promise<Rows<JointSummary>> {
    const words = searchWords(q ?? '')
    if (words.length === 0) {
      const found = lists.joint(query, own, now())
      return { ...found, rows: await Promise.all(found.rows.map((row) => titled(row, opens))) }
    }
    const { limit, after, before, ...filters } = query
    const { rows } = lists.joint({ ...filters, limit: Number.MAX_SAFE_INTEGER - 1 }, own, now())
    const all: JointSummary[] = []
    // Some at a time: opening is work, and others have their turn between.
    for (let at = 0; at < rows.length; at += openedAtOnce)
      all.push(
        ...(await Promise.all(rows.slice(at, at + openedAtOnce).map((row) => titled(row, opens)))),
      )
    const found = all.filter(({ joint, matter, title }) => {
      const text = foldedText([joint, matter, title?.en, title?.fr].join(' '))
      return words.every((word) => text.includes(word))
    })
    return pageOf(found, { sort: query.sort, limit, after, before })
  }
}

/** Titles kept in memory, each some hundred bytes: beyond them, each search opens all titles again. */
const maxTitles = 20_000
/** Titles that a search has opened at once: each takes about half a millisecond of the main thread. */
const openedAtOnce = 16

/** What the projection sorts by, and whether the last comes first. */
function keyOf(sort: JointListQuery['sort'], row: JointSummary): readonly [Cursor, boolean] {
  const { proposedOn, replyBy, moment, matter, joint, waitsForUs } = row
  switch (sort) {
    case 'proposed':
      return [[proposedOn, joint], true]
    case 'reply':
      return [[replyBy, joint], false]
    case 'moment':
      return [[moment ?? '~', joint], false]
    case 'number':
      return [[numberIn(joint as JointId), joint], false]
    case 'matter':
      return [[matter ?? '~', joint], false]
    case 'waiting':
    case undefined:
      return [[waitsForUs ? '1' : '0', proposedOn, joint], true]
  }
}

/** Of rows in their order, that a search has found. */
function pageOf(
  found: readonly JointSummary[],
  {
    sort,
    limit = listPageRows,
    after,
    before,
  }: Pick<JointListQuery, 'sort' | 'limit' | 'after' | 'before'>,
): Rows<JointSummary> {
  const cursor = before ?? after
  const comesAfter = (row: JointSummary, place: Cursor): boolean => {
    const [key, isDescending] = keyOf(sort, row)
    if (key.length !== place.length) throw wrongCursor()
    const at = key.findIndex((value, n) => value !== place[n])
    return at >= 0 && (key[at] ?? '') < (place[at] ?? '') === isDescending
  }
  const isAt = (row: JointSummary, place: Cursor) => keyOf(sort, row)[0].join() === place.join()
  const passed = cursor === undefined ? 0 : found.filter((row) => !comesAfter(row, cursor)).length
  const there = cursor !== undefined && found.some((row) => isAt(row, cursor)) ? 1 : 0
  const begin = before === undefined ? passed : Math.max(0, passed - there - limit)
  const end = before === undefined ? begin + limit : passed - there
  const rows = found.slice(begin, end)
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    total: found.length,
    rows,
    next: last === undefined || end >= found.length ? undefined : keyOf(sort, last)[0],
    previous: first === undefined || begin === 0 ? undefined : keyOf(sort, first)[0],
  }
}
