// How the command line speaks: results on standard output, everything else on standard error, and one exit code per kind of ending.

import { paged } from './paged.ts'
import { styleText } from 'node:util'
import {
  catalogue,
  messageIn,
  ProblemError,
  type Problem,
  type ProblemCode,
} from '../../../shared/kernel/problems.ts'
import { escaped } from '../../../shared/kernel/plain-text.ts'
import type { Confidence, Lang, Text } from '../../../shared/kernel/text.ts'
import { forTerminal } from './terminal.ts'

export const exitCodes = { ok: 0, fault: 1, usage: 2, refused: 3, unreachable: 4 } as const
export const exitCodesHelp = `Exit codes:
  0  done
  1  fault: something broke that should not
  2  usage: the command line or its input does not have the expected form
  3  refused, by law or by the state of things: code, value and rule are on
     standard error
  4  not reachable: the office, or a part that it needs, does not answer`

/** The program's own streams, and the language of its refusals; tests give others. */
export interface Io {
  readonly lang: Lang
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: Paint
  /** For an ending that is no error but not 0 either. */
  readonly exit: (code: number) => void
  /** Columns of the terminal; absent where there is none. */
  readonly width?: number | undefined
}
/** Before the command line says in which language. */
export type Streams = Omit<Io, 'lang'>
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'
export type Paint = (style: Style, text: string) => string
export const plain: Paint = (_, text) => text

/** Colours only for a terminal, and never under NO_COLOR. */
export function processIo(): Streams {
  return {
    out: (text) => {
      const shown = `${forTerminal(text)}\n`
      if (!paged(shown)) process.stdout.write(shown)
    },
    err: (text) => void process.stderr.write(`${forTerminal(text)}\n`),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
    exit: (code) => void (process.exitCode = code),
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
  }
}

/** One JSON value on standard output, or the text of `render`. */
export function print<T>(
  io: Io,
  json: boolean | undefined,
  value: T,
  render: (value: T, paint: Paint, lang: Lang) => string,
): void {
  io.out(json === true ? jsonText(value) : render(value, io.paint, io.lang))
}

/** Exactly the value, in characters that steer nothing. */
function jsonText(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2))
}

/** A refusal with its code, value, rule and what to do; with `json`, the refusal as JSON on standard output too. */
export function reportProblem(io: Io, problem: Problem, json = false): number {
  const { lang } = io
  const { code, value, rule } = problem
  const words = reportWords[lang]
  const details = (lang === 'fr' ? problem.detailsFr : undefined) ?? problem.details ?? []
  const lines = [`concert: ${code}: ${withoutDetails(messageIn(lang, problem), details)}`]
  if (value !== undefined) lines.push(`  ${words.value}  ${value}`)
  if (rule !== undefined)
    lines.push(
      `  ${words.rule}  ${rule.statute} ${words.section}${rule.section} (${rule.confidence}: ${trustIn[lang][rule.confidence]})`,
    )
  if (details.length > 1) lines.push(...details.map((detail) => `  -      ${detail}`))
  const hint = hints[code]
  if (hint !== undefined) lines.push(`  ${words.todo}  ${hint[lang]}`)
  io.err(lines.join('\n'))
  if (json) io.out(jsonText({ kind: 'refused', problem }))
  return exitCodeOf(code)
}

/** A message for one line has all of them; here they stand below, one a line. */
function withoutDetails(message: string, details: readonly string[]): string {
  if (details.length < 2) return message
  return message.replace(details.join('; '), '').replace(details.join(' ; '), '').trimEnd()
}

/** The same refusal, where it is not known whether the command was recorded: how to find out. */
export function perhapsRecorded(problem: Problem, id: string): Problem {
  const { message, messageFr } = problem
  return {
    ...problem,
    message: `${message}. It may have been recorded: send it again with --id ${id}`,
    messageFr: `${messageFr}. La commande a peut-être été consignée : envoyez-la de nouveau avec --id ${id}`,
  }
}

/** Names of a refusal's lines, of one width. */
const reportWords = {
  en: { value: 'value', rule: 'rule ', section: 's.', todo: 'do   ' },
  fr: { value: 'valeur', rule: 'règle ', section: 'art. ', todo: 'faire ' },
} as const

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
const trustIn: Record<Lang, Record<Confidence, string>> = {
  en: {
    V: 'primary text read',
    S: 'secondary source',
    D: 'derived',
    M: 'general knowledge, unverified',
  },
  fr: {
    V: 'texte officiel lu',
    S: 'source secondaire',
    D: 'déduit',
    M: 'connaissance générale, non vérifiée',
  },
}
export const trustLegend = `Confidence: ${Object.entries(trustIn.en)
  .map(([mark, text]) => `${mark} ${text}`)
  .join(' · ')}.`
export const noAdvice = 'Concert computes dates and keeps records; it gives no legal advice.'

const hints: Partial<Record<ProblemCode, Text>> = {
  'not-signed-in': {
    en: 'sign in with "concert login", or show a token as CONCERT_TOKEN; "concert logout" forgets a session that has ended',
    fr: 'connectez-vous par « concert login », ou présentez un jeton par CONCERT_TOKEN; « concert logout » oublie une session terminée',
  },
  'sign-in-again': {
    en: 'sign in again with "concert login --fresh", then send it again',
    fr: 'reconnectez-vous par « concert login --fresh », puis renvoyez',
  },
  'unknown-order': {
    en: 'list what is known with "concert order list"',
    fr: 'voyez ce qui est connu par « concert order list »',
  },
  'unknown-term': {
    en: 'see its terms with "concert order show ORDER"',
    fr: 'voyez ses dispositions par « concert order show ORDER »',
  },
  'unknown-challenge': {
    en: 'see its challenges with "concert order show ORDER"',
    fr: 'voyez ses contestations par « concert order show ORDER »',
  },
  'unknown-route': {
    en: 'see the routes with "concert order show ORDER"',
    fr: 'voyez les voies par « concert order show ORDER »',
  },
  'route-not-available': {
    en: 'see what is missing with "concert order show ORDER"',
    fr: 'voyez ce qui manque par « concert order show ORDER »',
  },
  'wrong-office': {
    en: 'send it to the office that it belongs to, with --office or --url',
    fr: "envoyez-la à l'organisme dont elle relève, par --office ou --url",
  },
  'no-order-power': {
    en: 'an observer may say something in the matter: "concert matter say"',
    fr: 'un observateur peut dire quelque chose dans le dossier : « concert matter say »',
  },
  'before-lawful-day': {
    en: 'report it again on a date from the first lawful day on',
    fr: 'signalez-le de nouveau à une date à compter du premier jour permis',
  },
  'already-exists': {
    en: 'nothing, if it is the same fact; otherwise choose another id',
    fr: "rien, si c'est le même fait; sinon choisissez un autre identifiant",
  },
  'impossible-date': {
    en: 'give a day that exists, as YYYY-MM-DD',
    fr: 'indiquez un jour qui existe, sous la forme AAAA-MM-JJ',
  },
  'future-date': {
    en: 'record it when the day has come',
    fr: 'consignez-le quand le jour sera venu',
  },
  unavailable: {
    en: 'look with "concert doctor"; a command can be sent again with the same --id',
    fr: 'voyez par « concert doctor »; une commande peut être renvoyée avec le même --id',
  },
  conflict: {
    en: 'look at what was recorded, then send it again',
    fr: 'voyez ce qui a été consigné, puis envoyez-la de nouveau',
  },
}
