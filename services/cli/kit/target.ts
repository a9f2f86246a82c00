// Which running office a command is sent to: --url, --office, CONCERT_URL, the office an order belongs to, or the first one here.

import { localActor } from './actor.ts'
import path from 'node:path'
import { parseOrderId } from '../../../shared/kernel/ids.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { officeClient, type OfficeClient } from '../../client/office-client.ts'
import { officeViewSchema } from '../../../shared/contract/views.schema.ts'
import { machineToken, tokenFor } from './credential.ts'
import { localOffices, readEnvironment, type RunningOffice } from './environment.ts'

/** Options of every command that is sent to an office. */
export interface TargetOptions {
  readonly url?: string
  readonly office?: string
  readonly data?: string
  readonly json?: boolean
}

/** `order` prefers the office that the order belongs to. Throws ProblemError: `unavailable`, `not-found`. */
export async function findOffice(
  options: TargetOptions,
  about: { order?: string; signal?: AbortSignal } = {},
): Promise<OfficeClient> {
  const { url, dataDir } = place(options)
  const client = (at: string) => clientAt(at, options, about.signal)
  if (options.url !== undefined) return client(options.url)
  const local = localOffices(dataDir)
  if (options.office !== undefined) {
    const here = local?.find((office) => office.id === options.office)
    if (here !== undefined) return client(here.url)
    const known = url === undefined ? [] : await officesAt(client(url))
    const found = known.find((office) => office.id === options.office)
    if (found !== undefined) return client(found.url)
    throw problemError(
      'not-found',
      {
        en: `No running office "${options.office}" is known here; known are ${[...(local ?? []), ...known].map((office) => office.id).join(', ') || 'none'}`,
        fr: `Aucun organisme « ${options.office} » en marche n'est connu ici; sont connus : ${[...(local ?? []), ...known].map((office) => office.id).join(', ') || 'aucun'}`,
      },
      options.office,
    )
  }
  if (url !== undefined) return client(url)
  const owner = about.order === undefined ? undefined : parseOrderId(about.order)?.office
  const chosen = local?.find((office) => office.id === owner) ?? local?.[0]
  if (chosen !== undefined) return client(chosen.url)
  throw nothingRuns(dataDir)
}

/** Every office that can be reached from here: the local federation's, or those that the office at CONCERT_URL (or --url) knows the address of. */
export async function findOffices(
  options: TargetOptions,
  signal?: AbortSignal,
  { asMachine = false } = {},
): Promise<RunningOffice[]> {
  const { url, dataDir } = place(options)
  const found =
    url === undefined ? localOffices(dataDir) : await officesAt(clientAt(url, options, signal))
  if (found === undefined || found.length === 0) throw nothingRuns(dataDir)
  return found.map((office) => ({
    ...office,
    token:
      (asMachine ? machineToken(office.url, dataDir) : undefined) ??
      tokenFor(office.url, { dataDir, given: url }),
  }))
}

/** What lets us in at an address. */
export function tokenAt(at: string, options: TargetOptions): string | undefined {
  const { url: given, dataDir } = place(options)
  return tokenFor(at, { dataDir, given })
}

/** A client of the office at an address, with what lets us in there. */
function clientAt(at: string, options: TargetOptions, signal?: AbortSignal): OfficeClient {
  return officeClient(at, { actor: localActor(), signal, token: tokenAt(at, options) })
}

function place(options: TargetOptions): { url: string | undefined; dataDir: string } {
  const { url, dataDir } = readEnvironment()
  return {
    url: options.url ?? url,
    dataDir: options.data === undefined ? dataDir : path.resolve(options.data),
  }
}

async function officesAt(client: OfficeClient): Promise<RunningOffice[]> {
  const { office, offices } = await client.get('/v1/office', officeViewSchema)
  return offices.flatMap(({ id, url }) =>
    id === office.id ? [{ id, url: client.url }] : url === undefined ? [] : [{ id, url }],
  )
}

function nothingRuns(dataDir: string): ProblemError {
  return problemError(
    'unavailable',
    {
      en: `No running office found: there is no federation in ${dataDir}. Start one with "concert federation", or say where an office is with --url or CONCERT_URL`,
      fr: `Aucun organisme en marche : il n'y a pas de fédération dans ${dataDir}. Démarrez-en une par « concert federation », ou dites où est un organisme par --url ou CONCERT_URL`,
    },
    dataDir,
  )
}
