// How the command line speaks: results on standard output, everything else on standard error, and one exit code per kind of ending.

import { styleText } from 'node:util'
import {
  catalogue,
  ProblemError,
  type Problem,
  type ProblemCode,
} from '../../../shared/kernel/problems.ts'
import type { Confidence } from '../../../shared/kernel/text.ts'

export const exitCodes = { ok: 0, fault: 1, usage: 2, refused: 3, unreachable: 4 } as const
export const exitCodesHelp = `Exit codes:
  0  done
  1  fault: something broke that should not
  2  usage: the command line or its input does not have the expected form
  3  refused, by law or by the state of things: code, value and rule are on standard error
  4  not reachable: the office, or a part that it needs, does not answer`

/** The program's own streams; tests give others. */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: Paint
  /** For an ending that is no error but not 0 either. */
  readonly exit: (code: number) => void
}
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'
export type Paint = (style: Style, text: string) => string
export const plain: Paint = (_, text) => text

/** Colours only for a terminal, and never under NO_COLOR. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
    exit: (code) => void (process.exitCode = code),
  }
}

/** One JSON value on standard output, or the text of `render`. */
export function print<T>(
  io: Io,
  json: boolean | undefined,
  value: T,
  render: (value: T, paint: Paint) => string,
): void {
  io.out(json === true ? JSON.stringify(value, null, 2) : render(value, io.paint))
}

/** A refusal with its code, value, rule and what to do; with `json`, the refusal as JSON on standard output too. */
export function reportProblem(io: Io, problem: Problem, json = false): number {
  const { code, message, value, rule, details = [] } = problem
  const lines = [`concert: ${code}: ${message}`]
  if (value !== undefined) lines.push(`  value  ${value}`)
  if (rule !== undefined)
    lines.push(
      `  rule   ${rule.statute} s.${rule.section} (${rule.confidence}: ${trust[rule.confidence]})`,
    )
  if (details.length > 1) lines.push(...details.map((detail) => `  -      ${detail}`))
  const hint = hints[code]
  if (hint !== undefined) lines.push(`  do     ${hint}`)
  io.err(lines.join('\n'))
  if (json) io.out(JSON.stringify({ kind: 'refused', problem }, null, 2))
  return exitCodeOf(code)
}

export function reportError(io: Io, error: unknown, json = false): number {
  if (error instanceof ProblemError) return reportProblem(io, error.problem, json)
  const causes: string[] = []
  for (
    let at = error;
    at !== undefined && causes.length < 5;
    at = at instanceof Error ? at.cause : undefined
  )
    causes.push(at instanceof Error ? at.message : String(at))
  io.err(`concert: ${causes.join('\n  because: ')}`)
  return exitCodes.fault
}

export function exitCodeOf(code: ProblemCode): number {
  if (code === 'unavailable') return exitCodes.unreachable
  const { status } = catalogue[code]
  return status === 400 || status === 413
    ? exitCodes.usage
    : status >= 500
      ? exitCodes.fault
      : exitCodes.refused
}

/** What the four marks mean, wherever one is shown. */
export const trust: Record<Confidence, string> = {
  V: 'primary text read',
  S: 'secondary source',
  D: 'derived',
  M: 'general knowledge, unverified',
}
export const trustLegend = `Confidence: ${Object.entries(trust)
  .map(([mark, text]) => `${mark} ${text}`)
  .join(' · ')}.`
export const noAdvice = 'Concert computes dates and keeps records; it gives no legal advice.'

const hints: Partial<Record<ProblemCode, string>> = {
  'unknown-order': 'list what is known with "concert order list"',
  'unknown-term': 'see its terms with "concert order show ORDER"',
  'unknown-challenge': 'see its challenges with "concert order show ORDER"',
  'unknown-route': 'see the routes with "concert order show ORDER"',
  'route-not-available': 'see what is missing with "concert order show ORDER"',
  'wrong-office': 'send it to the office that it belongs to, with --office or --url',
  'no-order-power': 'an observer may say something in the matter: "concert matter say"',
  'before-lawful-day': 'report it again on a date from the first lawful day on',
  'already-exists': 'nothing, if it is the same fact; otherwise choose another id',
  'impossible-date': 'give a day that exists, as YYYY-MM-DD',
  'future-date': 'record it when the day has come',
  unavailable: 'look with "concert doctor"; a command can be sent again with the same --id',
  conflict: 'look at what was recorded, then send it again',
}
