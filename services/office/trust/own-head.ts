// The office, not its broker, knows how long its ledger is. Before the first append after a start or a reconnect, what the broker has is compared
// with what the office kept beside it and with what peers confirmed. What is shorter, different or gone takes no append.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { emptyRootOf } from '../../../shared/ledger/log/proofs.ts'
import { leafHash, nodeHash, type Sha256 } from '../../../shared/ledger/log/tree.ts'
import type { ConfirmedHead, LogStore, OwnLedgerLook } from './ports.ts'

/** `last`: length and last known entry, in two reads. `full`: every entry, and every confirmed root. */
export type Depth = 'last' | 'full'

export type OwnLedgerState =
  | { readonly kind: 'not-compared' }
  | {
      readonly kind: 'intact'
      readonly depth: Depth
      readonly length: number
      /** Entries that the office, or a peer, knew before. */
      readonly known: number
    }
  | { readonly kind: 'shorter'; readonly length: number; readonly known: number }
  /** `index`: the first entry that is another one; absent where only the root says so. `by`: whose knowledge it contradicts. */
  | { readonly kind: 'different'; readonly index?: number; readonly by: OfficeId }
  | {
      readonly kind: 'gone'
      readonly epoch: string
      readonly knownEpoch: string
      readonly known: number
    }

export interface OwnHeadOptions {
  readonly office: OfficeId
  readonly store: LogStore
  readonly sha256: Sha256
  readonly look: () => Promise<OwnLedgerLook>
  /** What peers that can be reached tell of this office's own log; those that cannot are left out. */
  readonly confirmed: () => Promise<readonly ConfirmedHead[]>
}

export class OwnHeadGuard {
  readonly #options: OwnHeadOptions
  #state: OwnLedgerState = { kind: 'not-compared' }
  /** Raised when the connection is lost: a comparison that began before it says nothing about what is there now. */
  #generation = 0
  #running: { readonly generation: number; readonly result: Promise<OwnLedgerState> } | undefined

  constructor(options: OwnHeadOptions) {
    this.#options = options
  }

  get state(): OwnLedgerState {
    return this.#state
  }

  /** Why nothing may be appended now; undefined where it may. It looks nothing up: asked before every append. */
  get problem(): Problem | undefined {
    return problemOf(this.#options.office, this.#state)
  }

  /** The connection to the broker was lost: what comes back is compared again before it takes anything. A known fault stays. */
  disconnected(): void {
    this.#generation++
    if (this.#state.kind === 'intact') this.#state = { kind: 'not-compared' }
  }

  /** Compares where that was not done since the start or the last reconnect. Callers at the same time share one comparison. Throws where the broker is away. */
  async ensure(): Promise<Problem | undefined> {
    if (this.#state.kind === 'not-compared') await this.compare('last')
    return this.problem
  }

  /** A repaired ledger is compared in full before it takes an append again: `last` does not clear a fault. */
  async compare(depth: Depth): Promise<OwnLedgerState> {
    const generation = this.#generation
    const wanted = this.#isFaulty ? 'full' : depth
    if (wanted === 'last' && this.#running?.generation === generation) return this.#running.result
    const result = this.#compare(wanted, generation)
    const running = { generation, result }
    this.#running = running
    try {
      return await result
    } finally {
      if (this.#running === running) this.#running = undefined
    }
  }

  get #isFaulty(): boolean {
    return this.#state.kind !== 'intact' && this.#state.kind !== 'not-compared'
  }

  async #compare(depth: Depth, generation: number): Promise<OwnLedgerState> {
    const { look, confirmed, store } = this.#options
    const heads = await confirmed()
    // What is known is taken before the ledger is looked at: another process of this office may record meanwhile, and its own follower here counts that at once.
    const held = heldIn(store)
    const state = await compareOwnLedger(this.#options, await look(), heads, depth, held)
    // A fault that a full comparison found meanwhile is not cleared by two reads.
    if (this.#isFaulty && depth === 'last') return this.#state
    if (generation === this.#generation || state.kind !== 'intact') this.#state = state
    return this.#state
  }
}

export async function compareOwnLedger(
  { office, store, sha256 }: Pick<OwnHeadOptions, 'office' | 'store' | 'sha256'>,
  ledger: OwnLedgerLook,
  confirmed: readonly ConfirmedHead[],
  depth: Depth,
  /** Entries of each log that were held before it was looked at. */
  held: ReadonlyMap<string, number> = heldIn(store),
): Promise<OwnLedgerState> {
  const origin = originOf(office, ledger.epoch)
  const heads = confirmed.filter((head) => parseOrigin(head.origin)?.office === office)
  const elsewhere = knownElsewhere(store, office, origin, heads)
  if (elsewhere !== undefined)
    return {
      kind: 'gone',
      epoch: ledger.epoch,
      knownEpoch: parseOrigin(elsewhere.origin)?.epoch ?? '',
      known: elsewhere.size,
    }
  const own = held.get(origin) ?? 0
  const here = heads.filter((head) => head.origin === origin)
  const known = Math.max(own, ...here.map(({ size }) => size))
  if (ledger.length < known) return { kind: 'shorter', length: ledger.length, known }
  const intact = { kind: 'intact', depth, length: ledger.length, known } as const
  if (depth === 'full')
    return (await compareAll({ office, store, sha256, own }, ledger, here)) ?? intact
  if (own === 0) return intact
  const [kept, found] = [store.entry(origin, own - 1), await ledger.hashAt(own - 1)]
  return kept !== undefined && found !== undefined && sameBytes(kept, found)
    ? intact
    : { kind: 'different', index: own - 1, by: office }
}

function heldIn(store: LogStore): ReadonlyMap<string, number> {
  return new Map(store.origins().map((origin) => [origin, store.size(origin)]))
}

/** Another log of this office with entries, where this one has none that anybody knows: the stream was made anew, or is another's. */
function knownElsewhere(
  store: LogStore,
  office: OfficeId,
  origin: string,
  heads: readonly ConfirmedHead[],
): { readonly origin: string; readonly size: number } | undefined {
  const own = store
    .origins()
    .filter((each) => parseOrigin(each)?.office === office)
    .map((each) => ({ origin: each, size: store.size(each) }))
  const isOwn = (log: string) => own.some((each) => each.origin === log)
  // A log that was followed after a succession is there, even while it is empty. A head that was signed for a log that is not known here was lost with it.
  return [...(isOwn(origin) ? [] : own), ...heads.filter((head) => !isOwn(head.origin))]
    .filter((each) => each.origin !== origin && each.size > 0)
    .toSorted((a, b) => b.size - a.size)
    .at(0)
}

/** Undefined where every entry is the known one and every confirmed root is right. */
async function compareAll(
  {
    office,
    store,
    sha256,
    own,
  }: Pick<OwnHeadOptions, 'office' | 'store' | 'sha256'> & { readonly own: number },
  ledger: OwnLedgerLook,
  confirmed: readonly ConfirmedHead[],
): Promise<OwnLedgerState | undefined> {
  const origin = originOf(office, ledger.epoch)
  const tree = new GrowingRoot(sha256)
  const known = Math.max(own, ...confirmed.map(({ size }) => size))
  const isRight = (head: ConfirmedHead) =>
    head.size !== tree.size || sameBytes(head.root, tree.root())
  for await (const hash of ledger.hashes()) {
    const kept = tree.size < own ? store.entry(origin, tree.size) : undefined
    if (kept !== undefined && !sameBytes(kept, hash))
      return { kind: 'different', index: tree.size, by: office }
    tree.add(leafHash(sha256, hash))
    const wrong = confirmed.find((head) => !isRight(head))
    if (wrong !== undefined) return { kind: 'different', by: wrong.by }
  }
  return tree.size < known ? { kind: 'shorter', length: tree.size, known } : undefined
}

/** The root of a tree that is only added to: the complete subtrees on its right edge, the largest first. */
export class GrowingRoot {
  readonly #sha256: Sha256
  readonly #edge: { readonly width: number; readonly hash: Uint8Array }[] = []
  size = 0

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  add(leaf: Uint8Array): void {
    let node = { width: 1, hash: leaf }
    for (let left = this.#edge.at(-1); left?.width === node.width; left = this.#edge.at(-1)) {
      this.#edge.pop()
      node = { width: 2 * node.width, hash: nodeHash(this.#sha256, left.hash, node.hash) }
    }
    this.#edge.push(node)
    this.size++
  }

  root(): Uint8Array {
    const hashes = this.#edge.map(({ hash }) => hash)
    const last = hashes.pop()
    return last === undefined
      ? emptyRootOf(this.#sha256)
      : hashes.reduceRight((right, left) => nodeHash(this.#sha256, left, right), last)
  }
}

/** What a state means for whoever wants to record, and what to do. */
export function problemOf(office: OfficeId, state: OwnLedgerState): Problem | undefined {
  switch (state.kind) {
    case 'intact':
      return undefined
    case 'not-compared':
      return problem(
        'ledger-not-compared',
        {
          en: `The ledger of ${office} is being compared with what the office knows of it. Send it again in a moment.`,
          fr: `Le registre de ${office} est en cours de comparaison avec ce que l'organisme en sait. Renvoyez-le dans un instant.`,
        },
        office,
      )
    case 'shorter':
      return problem(
        'ledger-shorter',
        {
          en: `The ledger of ${office} has ${state.length} entries; ${state.known} were recorded. Nothing is recorded until an administrator has put the broker’s files back as they were, or has put the same entries back with "concert ledger repair" while the office is stopped, from its archive or from copies of other offices (--from); what nobody has any more is lost: then "concert ledger succeed". "concert ledger check" compares every entry, and clears this. Keep the files that are there: they are evidence.`,
          fr: `Le registre de ${office} compte ${state.length} entrées ; ${state.known} ont été consignées. Rien n'est consigné tant qu'un administrateur n'a pas remis les fichiers du courtier dans leur état, ou remis les mêmes entrées par « concert ledger repair » pendant que l'organisme est arrêté, depuis son archive ou des copies d'autres organismes (--from) ; ce que personne n'a plus est perdu : alors « concert ledger succeed ». « concert ledger check » compare chaque entrée et lève ce constat. Conservez les fichiers présents : ce sont des preuves.`,
        },
        String(state.length),
      )
    case 'different':
      return problem(
        'ledger-different',
        {
          en: `${state.index === undefined ? 'An entry' : `Entry ${state.index}`} of the ledger of ${office} is not what ${state.by} knows. Nothing is recorded until an administrator has put the broker’s files back as they were; "concert ledger check" compares every entry, and clears this. Keep the broker's files as they are: they are evidence.`,
          fr: `${state.index === undefined ? 'Une entrée' : `L'entrée ${state.index}`} du registre de ${office} n'est pas ce que sait ${state.by}. Rien n'est consigné tant qu'un administrateur n'a pas remis les fichiers du courtier dans leur état ; « concert ledger check » compare chaque entrée et lève ce constat. Conservez tels quels les fichiers du courtier : ce sont des preuves.`,
        },
        state.index === undefined ? state.by : String(state.index),
      )
    case 'gone':
      return problem(
        'ledger-gone',
        {
          en: `The ledger of ${office} with ${state.known} entries (epoch ${state.knownEpoch}) is gone; another one (epoch ${state.epoch}) is in its place. Nothing is recorded until an administrator has put the broker’s files back as they were, or has put the same entries back with "concert ledger repair" while the office is stopped, from its archive or from copies of other offices (--from); what nobody has any more is lost: then "concert ledger succeed". "concert ledger check" compares every entry, and clears this. Keep the files that are there: they are evidence.`,
          fr: `Le registre de ${office}, de ${state.known} entrées (époque ${state.knownEpoch}), a disparu ; un autre (époque ${state.epoch}) a pris sa place. Rien n'est consigné tant qu'un administrateur n'a pas remis les fichiers du courtier dans leur état, ou remis les mêmes entrées par « concert ledger repair » pendant que l'organisme est arrêté, depuis son archive ou des copies d'autres organismes (--from) ; ce que personne n'a plus est perdu : alors « concert ledger succeed ». « concert ledger check » compare chaque entrée et lève ce constat. Conservez les fichiers présents : ce sont des preuves.`,
        },
        state.epoch,
      )
  }
}
