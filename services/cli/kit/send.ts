// Sends one command to an order or a matter: complete it, check its form here, send it, and tell what was recorded.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { z } from 'zod'
import { problemOf } from '../../../shared/kernel/problem-of.schema.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { decodeUtf8 } from '../../../shared/kernel/json.ts'
import { maxRequestBytes } from '../../../shared/kernel/limits.ts'
import { orderCommandSchema, type OrderCommand } from '../../../shared/order/order.schema.ts'
import { catalogue, problem, ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { MatterCommand } from '../../../shared/matter/matter.schema.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { OfficeClient, Prepared, Recorded, SentReply } from '../../client/office-client.ts'
import { clockViewSchema } from '../../../shared/contract/views.schema.ts'
import { print, reportProblem, type Io, type Paint, perhapsRecorded } from './output.ts'
import { dryCommand } from './dry-command.ts'
import { renderRecorded } from './recorded.ts'
import { orderFrom } from './arguments.ts'
import { fileFault, jsonFrom } from './json.ts'
import { findOffice, type TargetOptions } from './target.ts'

export interface FactOptions extends TargetOptions {
  readonly on?: string
  readonly by?: string
  readonly source?: string
  readonly confidence?: string
  readonly between?: [string, string]
  readonly id?: string
  readonly dryRun?: boolean
}

/** `fields` are those of the command's own kind. */
export async function sendOrder(
  io: Io,
  order: string,
  fields: Readonly<Record<string, unknown>>,
  options: FactOptions,
): Promise<void> {
  const ref = orderFrom(order)
  const client = await findOffice(options, { order })
  await sendCommand(
    io,
    client,
    ref,
    await complete(client, orderCommandSchema, fields, options),
    options,
  )
}

/** The command with its id, date and provenance, in the form of `schema`. The date is the office's own legal day where none was given. */
export async function complete<S extends z.ZodType>(
  client: OfficeClient,
  schema: S,
  fields: Readonly<Record<string, unknown>>,
  options: FactOptions,
): Promise<z.output<S>> {
  const { by, source, confidence, between } = options
  const on =
    options.on ?? fields['on'] ?? (await client.get('/v1/clock', clockViewSchema)).legalToday
  const id = options.id ?? fields['id'] ?? `cli/${randomUUID()}`
  const given = Object.entries({
    ...fields,
    by: by ?? fields['by'],
    source: source ?? fields['source'],
    confidence: confidence ?? fields['confidence'],
    between: between ?? fields['between'],
    on,
    id,
  })
  const command = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  const parsed = schema.safeParse(command)
  if (!parsed.success)
    throw new ProblemError(
      problemOf(parsed.error, command, {
        where: {
          en: `The command "${String(fields['kind'])}"`,
          fr: `La commande « ${String(fields['kind'])} »`,
        },
        path: '',
      }),
    )
  return parsed.data
}

export async function sendCommand(
  io: Io,
  client: OfficeClient,
  ref: AggregateRef,
  command: OrderCommand | MatterCommand,
  options: FactOptions,
): Promise<void> {
  if (options.dryRun === true) return dryCommand(io, client, ref, command, options.json)
  await tellReply(
    io,
    () => client.send({ ref, command }),
    command.id,
    options,
    (recorded, paint) => renderRecorded(ref, command, recorded, paint),
  )
}

/** What was recorded, or why not, with the exit code; where it may have been recorded all the same, how to ask again. */
export async function tellReply(
  io: Io,
  send: () => Promise<SentReply>,
  id: string,
  { json }: TargetOptions,
  render: (recorded: Recorded, paint: Paint) => string,
): Promise<void> {
  const reply = await send().catch((error: unknown): SentReply => {
    if (error instanceof ProblemError) return { kind: 'refused', problem: error.problem }
    throw error
  })
  if (reply.kind === 'prepared') return print(io, json, reply, () => preparedWords(io.lang, reply))
  if (reply.kind === 'recorded') return print<Recorded>(io, json, reply, render)
  const { problem: refusal } = reply
  const again = catalogue[refusal.code].retryable ? perhapsRecorded(refusal, id) : refusal
  io.exit(reportProblem(io, again, json))
}

/** A file, or standard input for `-`, as a JSON object. Throws ProblemError: `not-found`, `too-large`, `not-json`, `invalid-input`. */
export async function readJson(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(file)
  if (Buffer.byteLength(text) > maxRequestBytes)
    throw problemError(
      'too-large',
      {
        en: `${file} has ${Buffer.byteLength(text)} bytes: the limit is ${maxRequestBytes}`,
        fr: `${file} compte ${Buffer.byteLength(text)} octets : la limite est de ${maxRequestBytes}`,
      },
      file,
    )
  const json = jsonFrom(text.replace(/^\uFEFF/, ''), file)
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw problemError(
      'invalid-input',
      { en: `${file} must hold one JSON object`, fr: `${file} doit contenir un seul objet JSON` },
      file,
    )
  return json as Readonly<Record<string, unknown>>
}

/** Refuses what is not UTF-8: read as if it were, an accent becomes a mark that stays in the ledger. */
export async function readText(file: string): Promise<string> {
  const text = decodeUtf8(file === '-' ? await buffer(process.stdin) : readBytes(file))
  if (text !== undefined) return text
  throw problemError(
    'invalid-input',
    {
      en: `${file} is not UTF-8: save it again in this encoding ("CSV UTF-8" in a spreadsheet)`,
      fr: `${file} n’est pas en UTF-8 : enregistrez-le de nouveau dans cet encodage (« CSV UTF-8 » dans un tableur)`,
    },
    file,
  )
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    const why = fileFault(cause)
    throw new ProblemError(
      problem(
        'invalid-input',
        {
          en: `Cannot read ${file}: ${why.en}`,
          fr: `${file} ne peut pas être lu : ${why.fr}`,
        },
        file,
      ),
      { cause },
    )
  }
}

function preparedWords(lang: Lang, { prepared }: Prepared): string {
  return lang === 'fr'
    ? `Préparé sous ${prepared} : rien n’est consigné avant qu’une autre personne l’approuve (concert approvals approve ${prepared})`
    : `Prepared as ${prepared}: nothing is recorded before another person approves it (concert approvals approve ${prepared})`
}
