// What an office circulates in a joint action, sealed and opened. Each thing is sealed for its place and by its author, so that nobody can pass off another's as its own.

import { createHash, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { canonical } from '../../../shared/kernel/canonical.ts'
import type { Directory, SealKey } from '../../../shared/office/directory.schema.ts'
import type { JointId, OfficeId } from '../../../shared/kernel/ids.ts'
import { refuse, type Result, ok } from '../../../shared/kernel/problems.ts'
import type { Sealed } from '../../../shared/joint/sealed.schema.ts'
import type { Sealer } from '../ports.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { SealError } from '../faults.ts'

/** Whose it is, and where it belongs. */
export interface Place {
  readonly joint: JointId
  readonly author: OfficeId
  readonly what:
    | 'document'
    | 'consent'
    | 'objections'
    | 'question'
    | 'clarification'
    | 'forward'
    | 'split'
    | 'answer'
  /** Tells one from another of the same author. */
  readonly which: string | number
}

export interface Sealing {
  /** Readable by the author and `offices`. Refused: `invalid-input` where an office has no seal key, `too-large`. */
  seal(place: Place, value: unknown, offices: readonly OfficeId[]): Promise<Result<Sealed>>
  /** Undefined where it is sealed to others. Refused: `text-differs` where it was changed, put elsewhere, or is not what it should be. */
  open<S extends z.ZodType>(
    place: Place,
    sealed: Sealed,
    schema: S,
  ): Promise<Result<z.output<S> | undefined>>
}

export function createSealing(office: OfficeId, directory: Directory, sealer: Sealer): Sealing {
  const keysOf = new Map(directory.offices.map(({ id, sealKeys }) => [id, sealKeys?.[0]]))
  /** What was opened stays open while the process runs: pages ask for the same again and again. */
  const opened = new Map<string, unknown>()

  return {
    async seal(place, value, offices) {
      const recipients = new Map<OfficeId, SealKey>()
      for (const id of new Set([office, ...offices])) {
        const key = keysOf.get(id)
        if (key === undefined)
          return refuse(
            'invalid-input',
            keysOf.has(id)
              ? {
                  en: `${id} has no seal key in the office directory: nothing can be sealed to it`,
                  fr: `${id} n’a pas de clé de scellement dans le répertoire : rien ne peut lui être scellé`,
                }
              : {
                  en: `There is no office "${id}" in the directory; it has ${[...keysOf.keys()].join(', ')}`,
                  fr: `Il n’y a pas d’organisme « ${id} » au répertoire ; il contient ${[...keysOf.keys()].join(', ')}`,
                },
            { value: id },
          )
        recipients.set(id, key)
      }
      try {
        return ok(await sealer.seal(value, [...recipients.values()], aboutOf(place)))
      } catch (error) {
        if (error instanceof SealError && error.kind === 'unsealable')
          return refuse(
            'too-large',
            {
              en: `${names[place.what].en} cannot be sealed: ${error.message}`,
              fr: `${names[place.what].fr} ne peut pas être scellé : c’est trop long`,
            },
            { value: place.what },
          )
        throw error
      }
    },
    async open(place, sealed, schema) {
      const key = `${aboutOf(place)} ${sealed.tag}`
      try {
        const value = opened.get(key) ?? (await sealer.open(sealed, aboutOf(place)))
        if (opened.size >= maxOpened) opened.clear()
        opened.set(key, value)
        const parsed = schema.safeParse(value)
        return parsed.success
          ? ok(parsed.data)
          : refuse(
              'text-differs',
              {
                en: `${names[place.what].en} that ${place.author} has sealed has not the expected form: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
                fr: `${names[place.what].fr} que ${place.author} a scellé n’a pas la forme attendue : ${parsed.error.issues[0]?.path.join('.')}`,
              },
              { value: place.what },
            )
      } catch (error) {
        if (!(error instanceof SealError)) throw error
        return error.kind === 'no-recipient'
          ? ok(undefined)
          : refuse(
              'text-differs',
              {
                en: `${names[place.what].en} that ${place.author} has sealed cannot be opened: ${error.message}`,
                fr: `${names[place.what].fr} que ${place.author} a scellé ne peut pas être ouvert : le contenu ou sa place n’est plus le même`,
              },
              { value: place.what },
            )
      }
    },
  }
}

/** SHA-256, hex, of the canonical form. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

export function newSalt(): string {
  return randomBytes(24).toString('base64url')
}

const names: Readonly<Record<Place['what'], Text>> = {
  document: { en: 'The document', fr: 'Le document' },
  consent: { en: 'The consent', fr: 'Le consentement' },
  objections: { en: 'The text of the objections', fr: 'Le texte des objections' },
  question: { en: 'The text of the question', fr: 'Le texte de la question' },
  clarification: { en: 'The text of the clarification', fr: 'Le texte de la précision' },
  forward: { en: 'The forwarded text', fr: 'Le texte transmis' },
  split: { en: 'The text of the split', fr: 'Le texte de la scission' },
  answer: { en: 'The text of the answer', fr: 'Le texte de la réponse' },
}

/** Documents of a few kB: a few MB at most. */
const maxOpened = 500

function aboutOf({ joint, author, what, which }: Place): string {
  return `${joint}/${what}/${author}/${which}`
}
