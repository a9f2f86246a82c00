// What an office had seen of every log at one moment: its own head, the newest heads of the others, and their newest statements of this kind.
// A signed note (C2SP signed-note) beside the heads, not in them: a head stays the text that every witness expects. See docs/spec/log.md.

import { fromBase64, toBase64 } from '../../kernel/base64.ts'
import { officeIdPattern, type OfficeId } from '../../kernel/ids.ts'
import { parseDecimal } from './checkpoint.ts'
import { parseOrigin } from './names.ts'
import { hashBytes } from './tree.ts'

export interface SeenHead {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export interface SeenStatement {
  readonly by: OfficeId
  /** POSIX seconds, by the clock of the office that says it. */
  readonly seconds: number
  readonly own: SeenHead
  /** One for each other office; `statement`: SHA-256 of the text of its newest statement, where one was seen. */
  readonly others: readonly (SeenHead & { readonly statement?: Uint8Array })[]
}

const nameOf = (by: OfficeId) => `concert/${by}/-/seen`

/** The text that is signed. Its second line is no number, so that it is never taken for a head. */
export function formatSeen({ by, seconds, own, others }: SeenStatement): string {
  const lines = [
    nameOf(by),
    `time ${seconds}`,
    lineOf(own),
    ...others.map((each) =>
      [lineOf(each), ...(each.statement === undefined ? [] : [toBase64(each.statement)])].join(' '),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Undefined where the text is not exactly one: every statement has one form. */
export function parseSeen(text: string): SeenStatement | undefined {
  const [name = '', time = '', first = '', ...rest] = text.split('\n')
  const [, by = ''] = name.split('/')
  const seconds = time.startsWith('time ') ? parseDecimal(time.slice('time '.length)) : undefined
  const own = parseHead(first)
  if (!officeIdPattern.test(by) || seconds === undefined || own === undefined) return undefined
  const others = rest.slice(0, -1).map(parseHead)
  const statement = { by: by as OfficeId, seconds, own, others: others as SeenHead[] }
  if (others.includes(undefined) || own.statement !== undefined) return undefined
  if (parseOrigin(own.origin)?.office !== by) return undefined
  return formatSeen(statement) === text ? statement : undefined
}

function lineOf({ origin, size, root }: SeenHead): string {
  return `${origin} ${size} ${toBase64(root)}`
}

function parseHead(line: string): SeenStatement['others'][number] | undefined {
  const [origin = '', sizeText = '', rootText = '', hashText, ...more] = line.split(' ')
  const [size, root] = [parseDecimal(sizeText), fromBase64(rootText)]
  const statement = hashText === undefined ? undefined : fromBase64(hashText)
  if (parseOrigin(origin) === undefined || size === undefined || more.length > 0) return undefined
  if (root?.length !== hashBytes) return undefined
  if (hashText === undefined) return { origin, size, root }
  return statement?.length === hashBytes ? { origin, size, root, statement } : undefined
}
