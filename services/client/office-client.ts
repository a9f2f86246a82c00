// One office's HTTP API as a typed client: the CLI and the replay speak to offices only through it.
// A refusal is an answer; an office that does not answer is `unavailable`; anything else is a fault.

import { actorHeader } from '../../shared/contract/actor.ts'
import { actorText, type Actor } from '../../shared/kernel/actor.ts'
import { z } from 'zod'
import type { CaseCommand } from '../../shared/case/commands.ts'
import type { JointId } from '../../shared/kernel/ids.ts'
import { requestTimeoutMs } from '../../shared/kernel/limits.ts'
import { present } from '../../shared/kernel/present.ts'
import { problem, ProblemError, type Problem } from '../../shared/kernel/problems.ts'
import type { PublicJointCommand } from '../../shared/contract/joint.schema.ts'
import { preparedReplySchema } from '../../shared/contract/staff.schema.ts'
import { problemDocumentSchema, recordedReplySchema } from '../../shared/contract/views.schema.ts'

export interface ClientOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
  /** Who asks. */
  readonly actor: Actor
  /** What lets us in; without it an office answers only what is public. */
  readonly token?: string | undefined
}
export type Recorded = z.output<typeof recordedReplySchema>
/** Kept until another person approves it: nothing is recorded yet. */
export type Prepared = z.output<typeof preparedReplySchema>
export type Reply = Recorded | { readonly kind: 'refused'; readonly problem: Problem }
export type SentReply = Reply | Prepared
export type Query = Readonly<Record<string, string | undefined>>

export interface OfficeClient {
  readonly url: string
  /** Reads `path`, in the form of `schema`. Throws ProblemError for a refusal and for an office that does not answer. */
  get<S extends z.ZodType>(path: string, schema: S, query?: Query): Promise<z.output<S>>
  /** Sends `body`, which asks and changes nothing; otherwise as `get`. */
  post<S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.output<S>>
  /** Reads `path` as it is, for what is no JSON. Throws ProblemError as `get` does. */
  text(path: string, query?: Query): Promise<string>
  /** Sends one command; the same command id is the same command, so sending again is safe. */
  send(command: Pick<CaseCommand, 'ref' | 'command'>): Promise<SentReply>
  /** The same for a joint action: to the office's own proposal, or to its own part. */
  sendJoint(joint: JointId, command: PublicJointCommand): Promise<Reply>
  /** The open stream of `GET /v1/events`; it ends when `signal` aborts. */
  events(): Promise<ReadableStream<Uint8Array>>
}

export function officeClient(url: string, options: ClientOptions): OfficeClient {
  const base = url.replace(/\/+$/, '')
  const { signal } = options
  const request = requestsTo(base, options)

  async function answerOf<S extends z.ZodType>(
    response: Response,
    schema: S,
  ): Promise<z.output<S>> {
    const body = await bodyOf(response, signal)
    // A failing health check answers 503 with a body of its own.
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
    const problem = problemIn(body)
    if (problem !== undefined) throw new ProblemError(problem)
    throw foreignAnswer(response, z.prettifyError(parsed.error))
  }

  async function sendTo(path: string, command: unknown): Promise<SentReply> {
    const response = await request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    })
    const body = await bodyOf(response, signal)
    const recorded = recordedReplySchema.safeParse(body)
    if (response.ok && recorded.success) return recorded.data
    const prepared = preparedReplySchema.safeParse(body)
    if (response.ok && prepared.success) return prepared.data
    const problem = problemIn(body)
    if (problem !== undefined) return { kind: 'refused', problem }
    throw foreignAnswer(response, 'neither recorded nor refused')
  }

  return {
    url: base,
    async get(path, schema, query = {}) {
      const response = await request(withQuery(path, query))
      return answerOf(response, schema)
    },
    async post(path, body, schema) {
      return answerOf(
        await request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
        schema,
      )
    },
    async text(path, query = {}) {
      const response = await request(withQuery(path, query), {
        headers: { accept: 'text/calendar' },
      })
      if (response.ok) return textOf(response, signal)
      throw new ProblemError(
        problemIn(await bodyOf(response, signal)) ??
          problem(
            'unavailable',
            {
              en: `${base}${path} answered ${response.status}`,
              fr: `${base}${path} a répondu ${response.status}`,
            },
            base,
          ),
      )
    },
    send: ({ ref, command }) =>
      sendTo(
        `/v1/${ref.kind === 'order' ? `orders/${encodeURIComponent(`${ref.office}:${ref.id}`)}` : `matters/${encodeURIComponent(ref.id)}`}/commands`,
        command,
      ),
    async sendJoint(joint, command) {
      return settled(await sendTo(`/v1/joint/${encodeURIComponent(joint)}/commands`, command))
    },
    async events() {
      const response = await request(
        '/v1/events',
        { headers: { accept: 'text/event-stream' } },
        null,
      )
      if (response.ok && response.body !== null) return response.body
      throw new ProblemError(
        problemIn(await bodyOf(response, signal)) ??
          problem(
            'unavailable',
            {
              en: `${base} does not give its events (${response.status})`,
              fr: `${base} ne donne pas ses événements (${response.status})`,
            },
            base,
          ),
      )
    },
  }
}

/** Sends one request, as the actor. Throws ProblemError `unavailable` where nobody answers in time. */
function requestsTo(base: string, options: ClientOptions) {
  const { actor, token, signal, timeoutMs = requestTimeoutMs, fetch: send = fetch } = options
  return request

  async function request(
    path: string,
    init: RequestInit = {},
    limitMs: number | null = timeoutMs,
  ): Promise<Response> {
    const timeout = limitMs === null ? [] : [AbortSignal.timeout(limitMs)]
    try {
      return await send(`${base}${path}`, {
        ...init,
        headers: {
          accept: 'application/json',
          'accept-language': 'en',
          [actorHeader]: encodeURIComponent(actorText(actor)),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...init.headers,
        },
        signal: AbortSignal.any([...(signal === undefined ? [] : [signal]), ...timeout]),
      })
    } catch (cause) {
      signal?.throwIfAborted()
      throw new ProblemError(
        problem(
          'unavailable',
          {
            en: `${base} does not answer (${reasonOf(cause)}). Is the office running? Try "concert doctor"`,
            fr: `${base} ne répond pas (${reasonOf(cause)}). L'organisme est-il en marche? Essayez « concert doctor »`,
          },
          base,
        ),
        { cause },
      )
    }
  }
}

async function textOf(response: Response, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await response.text()
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ProblemError(
      problem(
        'unavailable',
        {
          en: `${response.url} broke off its answer (${reasonOf(cause)}): send it again`,
          fr: `${response.url} a interrompu sa réponse (${reasonOf(cause)}) : envoyez de nouveau`,
        },
        response.url,
      ),
      { cause },
    )
  }
}

async function bodyOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  const text = await textOf(response, signal)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw foreignAnswer(response, 'not JSON', { cause })
  }
}

export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return search.size === 0 ? path : `${path}?${search}`
}

/** For a sender who cannot wait for a second person: throws where one is needed. */
export function settled(reply: SentReply): Reply {
  if (reply.kind !== 'prepared') return reply
  throw new Error(
    `Waits for a second person as ${reply.prepared}: this sender has to be let in otherwise`,
  )
}

/** A proxy speaks for an office that does not answer; anything else is not an office, or a newer one. */
function foreignAnswer({ status, url }: Response, what: string, options?: ErrorOptions): Error {
  if (status >= 502 && status <= 504)
    return new ProblemError(
      problem(
        'unavailable',
        {
          en: `${url} answered ${status}: the office behind it does not answer`,
          fr: `${url} a répondu ${status} : l'organisme qui est derrière ne répond pas`,
        },
        url,
      ),
      options,
    )
  return new Error(
    `${url} answered ${status} in a form that this version does not know: ${what}. Is it an office of Concert?`,
    options,
  )
}

function problemIn(body: unknown): Problem | undefined {
  const parsed = problemDocumentSchema.safeParse(body)
  if (!parsed.success) return undefined
  const { code, detail, detailFr, value, path, rule, details, detailsFr } = parsed.data
  return {
    code,
    message: detail,
    // An office of an earlier version says some things in English only.
    messageFr: detailFr ?? detail,
    ...present({ value, path, rule, details, detailsFr }),
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const cause = error.cause instanceof Error ? error.cause : error
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
