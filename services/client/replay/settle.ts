// Waits until every office has read every ledger to the same place: then all boards are equal.

import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { followerViewSchema } from '../../../shared/board/board.schema.ts'
import { catalogue, ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Clients } from './clients.ts'

const followersSchema = z.strictObject({ followers: z.array(followerViewSchema) })

/** Resolves once the last sequence of each ledger is the same everywhere, twice in a row. Throws `unavailable`, naming who is behind. */
export async function untilSettled(
  clients: Clients,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  let before = ''
  for (;;) {
    const { snapshot, behind } = await snapshotOf(clients)
    if (behind.length === 0 && snapshot === before) return
    before = behind.length === 0 ? snapshot : ''
    if (Date.now() > giveUpAt)
      throw problemError('unavailable', {
        en: `Not every office has read every ledger after ${Math.round(patienceMs / 1000)} s: ${behind.join('; ') || 'the ledgers still grow'}. Try "concert doctor"`,
        fr: `Tous les organismes n'ont pas lu tous les registres après ${Math.round(patienceMs / 1000)} s : ${behind.join(' ; ') || 'les registres croissent encore'}. Essayez « concert doctor »`,
      })
    await pauseMs(pollMs, signal)
  }
}

export async function pauseMs(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal })
}

const pollMs = 150

/** How far every office has read every ledger, and who has not read as far as another. */
async function snapshotOf(clients: Clients): Promise<{ snapshot: string; behind: string[] }> {
  const views = await Promise.all(
    [...clients].map(async ([reader, client]) => ({ reader, ...(await followersOf(client)) })),
  )
  const furthest = new Map<string, number>()
  for (const { followers } of views)
    for (const { office, seq } of followers)
      furthest.set(office, Math.max(seq, furthest.get(office) ?? 0))
  const behind = views.flatMap(({ reader, followers, why }) => {
    if (why !== undefined) return [`${reader}: ${why}`]
    return [...furthest].flatMap(([office, seq]) => {
      const own = followers.find((follower) => follower.office === office)
      return own?.seq === seq && own.state !== 'behind' && own.state !== 'unreachable'
        ? []
        : [
            `${reader} has ${own?.seq ?? 0} of ${seq} events of ${office}${own === undefined ? '' : ` (${own.state})`}`,
          ]
    })
  })
  return { snapshot: JSON.stringify([...furthest].toSorted()), behind }
}

/** An office that is being restarted is one that is behind. */
async function followersOf(
  client: NonNullable<ReturnType<Clients['get']>>,
): Promise<{ followers: z.output<typeof followersSchema>['followers']; why?: string }> {
  try {
    return await client.get('/v1/followers', followersSchema)
  } catch (error) {
    if (error instanceof ProblemError && catalogue[error.problem.code].retryable)
      return { followers: [], why: error.problem.message }
    throw error
  }
}
