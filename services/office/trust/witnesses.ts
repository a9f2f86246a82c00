// The office's heads are shown to witnesses that are no offices, by C2SP tlog-witness, and what they answer is kept.
// It keeps no timers: what did not reach a witness is shown again with the next head, at the latest after a heartbeat.

import type { Instant } from '../../../shared/kernel/date.ts'
import { maxNoteLength } from '../../../shared/kernel/limits.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { formatAddCheckpoint } from '../../../shared/ledger/log/add-checkpoint.ts'
import { parseCheckpoint, parseDecimal } from '../../../shared/ledger/log/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/log/note.ts'
import type { Witness, WitnessName } from '../../../shared/ledger/log/witness.ts'
import type { AskWitness, LogStore } from './ports.ts'
import type { Trust } from './trust.ts'

/** A witness, and where heads are shown to it: requests go to `<url>/add-checkpoint`. */
export interface AskedWitness {
  readonly witness: Witness
  readonly url: string
}

export interface WitnessProblem {
  readonly name: WitnessName
  readonly since: Instant
  readonly words: Text
}

export interface WitnessesOptions {
  readonly asked: readonly AskedWitness[]
  readonly trust: Pick<Trust, 'consistency' | 'addReceipts'>
  readonly store: Pick<LogStore, 'furthestReceipts'>
  readonly ask: AskWitness
  readonly now: () => Instant
  /** The head has one word more: shown again, others get it too. Not told of a head that is not the newest any more. */
  readonly onCosigned: (note: string) => void
  /** It says to have cosigned more than this ledger has: the own ledger is compared again. */
  readonly onOwnDoubt: () => void
  /** A problem came, went, or is another one now. */
  readonly onChange: () => void
  readonly onProblem: (problem: WitnessProblem) => void
}

interface Head {
  readonly origin: string
  readonly size: number
  readonly note: string
}

export class Witnesses implements AsyncDisposable {
  readonly #options: WitnessesOptions
  /** The newest head that each has not been shown yet. */
  readonly #waiting = new Map<WitnessName, Head>()
  readonly #working = new Map<WitnessName, Promise<void>>()
  readonly #problems = new Map<WitnessName, WitnessProblem>()
  readonly #stop = new AbortController()

  constructor(options: WitnessesOptions) {
    this.#options = options
  }

  /** What is not as it should be with a witness, since when. */
  get problems(): readonly WitnessProblem[] {
    return [...this.#problems.values()]
  }

  /** A head of the own log, as it was signed. Answers at once: a slow witness is in nobody's way. */
  show(note: string): void {
    const parsed = parseNote(note)
    const head = parsed.ok ? parseCheckpoint(parsed.note.text) : undefined
    if (head === undefined || this.#stop.signal.aborted) return
    for (const { witness, url } of this.#options.asked) {
      this.#waiting.set(witness.name, { origin: head.origin, size: head.size, note })
      if (this.#working.has(witness.name)) continue
      const work = this.#showAll(witness.name, url).finally(() => {
        this.#working.delete(witness.name)
      })
      this.#working.set(witness.name, work)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#waiting.clear()
    this.#stop.abort()
    await Promise.all(this.#working.values())
  }

  async #showAll(name: WitnessName, url: string): Promise<void> {
    for (let head = this.#waiting.get(name); head !== undefined; head = this.#waiting.get(name)) {
      this.#waiting.delete(name)
      const words = await this.#show(name, url, head).catch((error: unknown) => away(error))
      if (this.#stop.signal.aborted) return
      this.#judged(name, words)
      if (words === undefined && !this.#waiting.has(name)) this.#options.onCosigned(head.note)
    }
  }

  /** Undefined where it was cosigned; otherwise what is wrong. */
  async #show(name: WitnessName, url: string, head: Head): Promise<Text | undefined> {
    const { trust, store, ask } = this.#options
    const { origin, size, note } = head
    const said = store.furthestReceipts(origin).filter(({ by }) => by === name)
    let oldSize = Math.min(size, Math.max(0, ...said.map((receipt) => receipt.size)))
    // Twice: a witness that knows another size than it told us last says which, and is asked again.
    for (let tries = 0; tries < 2; tries++) {
      const proof = trust.consistency(origin, oldSize, size)
      const request = formatAddCheckpoint({ oldSize, proof, checkpoint: note })
      const { status, text } = await ask(`${url}/add-checkpoint`, request, this.#stop.signal)
      if (status === 200)
        return text.length <= maxNoteLength && trust.addReceipts(origin, size, text) > 0
          ? undefined
          : notItsOwn
      const known = status === 409 ? parseDecimal(text.trim()) : undefined
      if (known === undefined) return refusal(status)
      if (known > size) {
        this.#options.onOwnDoubt()
        return ahead(known, size)
      }
      oldSize = known
    }
    return refusal(409)
  }

  #judged(name: WitnessName, words: Text | undefined): void {
    const { now, onChange, onProblem } = this.#options
    const before = this.#problems.get(name)
    if (before?.words.en === words?.en) return
    if (words === undefined) this.#problems.delete(name)
    else {
      const problem = { name, since: before?.since ?? now(), words }
      this.#problems.set(name, problem)
      onProblem(problem)
    }
    onChange()
  }
}

function away(error: unknown): Text {
  const why = error instanceof Error ? error.message : String(error)
  return { en: `It cannot be reached (${why}).`, fr: `Il ne peut être joint (${why}).` }
}

const notItsOwn: Text = {
  en: 'What it answered is not signed with the keys that are configured for it.',
  fr: 'Sa réponse n’est pas signée avec les clés configurées pour lui.',
}

function ahead(known: number, size: number): Text {
  return {
    en: `It says that it has cosigned ${known} entries of this ledger, which has ${size}. The ledger is compared in full: "concert ledger check" says what was found.`,
    fr: `Il dit avoir cosigné ${known} entrées de ce registre, qui en compte ${size}. Le registre est comparé en entier : « concert ledger check » dit ce qui a été constaté.`,
  }
}

/** What each status of tlog-witness means for who is to mend it. */
function refusal(status: number): Text {
  const known = refusals[status]
  return (
    known ?? {
      // Some answer so to a ledger that they do not know, where the protocol has a code of its own.
      en: `It answered ${status}. Look whether it was given the key below; if so, its own log says why.`,
      fr: `Il a répondu ${status}. Vérifiez s’il a reçu la clé ci-dessous ; si oui, son propre journal dit pourquoi.`,
    }
  )
}

const refusals: Readonly<Record<number, Text>> = {
  403: {
    en: 'It does not know the key of this ledger: give it the key below.',
    fr: 'Il ne connaît pas la clé de ce registre : donnez-lui la clé ci-dessous.',
  },
  404: {
    en: 'It does not know this ledger: give it the key below.',
    fr: 'Il ne connaît pas ce registre : donnez-lui la clé ci-dessous.',
  },
  409: {
    en: 'It says now this, now that about the last head that it cosigned.',
    fr: 'Il se contredit sur la dernière tête qu’il a cosignée.',
  },
  422: {
    en: 'It does not accept that this head continues the last one that it cosigned. If "concert ledger check" finds nothing wrong, its own record was mixed up with another ledger.',
    fr: 'Il n’accepte pas que cette tête prolonge la dernière qu’il a cosignée. Si « concert ledger check » ne constate rien, c’est son propre relevé qui s’est mêlé à un autre registre.',
  },
  429: {
    en: 'It has too much to do, and is asked again with the next head.',
    fr: 'Il est surchargé ; la prochaine tête lui sera présentée.',
  },
}
