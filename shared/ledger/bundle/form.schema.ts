// An evidence file as text: one JSON value, one part a line, every line in the one form that its content has. A changed byte therefore shows, and where.

import type { z } from 'zod'
import { toHex } from '../../kernel/base64.ts'
import { canonical } from '../../kernel/canonical.ts'
import { parseJson } from '../../kernel/json.ts'
import { maxEvidenceParts } from '../../kernel/limits.ts'
import type { Sha256 } from '../log/tree.ts'
import { manifestSchema, partSchema, type Manifest, type Part } from './bundle.schema.ts'

const firstLine = '{"format":"concert.evidence.v1","parts":['
const beforeManifest = '],"manifest":'
export const manifestType = 'application/vnd.concert.evidence-manifest+json'

/** What the office that makes the file signs, as DSSE content of `manifestType`. */
export function manifestContent(parts: Manifest['parts']): Uint8Array {
  return new TextEncoder().encode(canonical(parts))
}

export function listParts(sha256: Sha256, parts: readonly Part[]): Manifest['parts'] {
  return parts.map((part) => ({ name: part.name, sha256: hashOfPart(sha256, part) }))
}

export function hashOfPart(sha256: Sha256, part: Part): string {
  return toHex(sha256(new TextEncoder().encode(canonical(part))))
}

export function formatEvidence(parts: readonly Part[], manifest: Manifest): string {
  return `${firstLine}\n${parts.map(canonical).join(',\n')}\n${beforeManifest}${canonical(manifest)}}\n`
}

/** A line that is not what it should be; `line` counts from 1. */
export interface BadLine {
  readonly line: number
  readonly reason: string
}

export interface ReadEvidence {
  readonly parts: readonly Part[]
  /** Undefined where it cannot be read. */
  readonly manifest: Manifest | undefined
  readonly bad: readonly BadLine[]
}

/** Reads every line that can be read, and says which cannot; undefined where the text is no evidence file at all. */
export function parseEvidence(text: string): ReadEvidence | undefined {
  const lines = text.split('\n')
  if (lines.length > maxEvidenceParts) return undefined
  if (
    !text.includes('concert.evidence.v1') &&
    !lines.some((line) => line.startsWith(beforeManifest))
  )
    return undefined
  const bad: BadLine[] = []
  if (lines[0] !== firstLine) bad.push({ line: 1, reason: 'the first line is another one' })
  if (lines.at(-1) !== '') bad.push({ line: lines.length, reason: 'the file does not end here' })
  const parts: Part[] = []
  const last = lines.length - 2
  for (let at = 1; at < last; at++) {
    const line = lines[at] ?? ''
    const comma = at < last - 1 ? ',' : ''
    const part = line.endsWith(comma) ? parseLine(partSchema, line, comma) : 'a comma is missing'
    if (typeof part === 'string') bad.push({ line: at + 1, reason: part })
    else parts.push(part)
  }
  const end = lines[last] ?? ''
  const manifest = end.startsWith(beforeManifest)
    ? parseLine(manifestSchema, end.slice(beforeManifest.length), '}')
    : 'the manifest is not here'
  if (typeof manifest === 'string') bad.push({ line: last + 1, reason: manifest })
  return { parts, manifest: typeof manifest === 'string' ? undefined : manifest, bad }
}

/** The value, or why the line is none. */
function parseLine<T>(schema: z.ZodType<T>, line: string, end: string): T | string {
  const text = line.slice(0, line.length - end.length)
  const json = parseJson(text)
  if (!json.ok) return json.problem.code === 'too-deep' ? 'it is nested too deep' : 'it is not JSON'
  if (text + end !== line || canonical(json.value) !== text)
    return 'it is not in the one form that its content has'
  const parsed = schema.safeParse(json.value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another form'}`
}
