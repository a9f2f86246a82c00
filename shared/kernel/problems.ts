// The closed catalogue of refusals. A refusal is data: a code, the value, the rule, and what to do.

import type { Confidence, Lang, Text } from './text.ts'

/** Where a rule stands in law, with how sure it is. */
export interface RuleRef {
  readonly statute: string
  readonly section: string
  readonly confidence: Confidence
}

interface Entry {
  readonly status: number
  readonly retryable: boolean
  readonly title: Text
}

const refused = 422
export const catalogue = {
  'invalid-input': {
    status: 400,
    retryable: false,
    title: {
      en: 'The input does not have the expected form',
      fr: "L'entrée n'a pas la forme attendue",
    },
  },
  'not-json': {
    status: 400,
    retryable: false,
    title: { en: 'The input is not JSON', fr: "L'entrée n'est pas du JSON" },
  },
  'too-large': {
    status: 413,
    retryable: false,
    title: { en: 'The input is larger than the limit', fr: "L'entrée dépasse la limite" },
  },
  'impossible-date': {
    status: 400,
    retryable: false,
    title: { en: 'The date does not exist', fr: "La date n'existe pas" },
  },
  'future-date': {
    status: refused,
    retryable: false,
    title: { en: 'The date has not come yet', fr: "La date n'est pas encore venue" },
  },
  'foreign-origin': {
    status: 403,
    retryable: false,
    title: {
      en: 'The request does not come from a known address',
      fr: "La requête ne vient pas d'une adresse connue",
    },
  },
  'not-signed-in': {
    status: 401,
    retryable: false,
    title: { en: 'Nobody has signed in', fr: 'Personne ne s’est connecté' },
  },
  'sign-in-again': {
    status: 401,
    retryable: false,
    title: {
      en: 'The sign-in is too old for this',
      fr: 'La connexion est trop ancienne pour cela',
    },
  },
  'not-permitted': {
    status: 403,
    retryable: false,
    title: {
      en: 'The office’s rules do not let you do this',
      fr: 'Les règles de l’organisme ne vous le permettent pas',
    },
  },
  'sign-in-failed': {
    status: 403,
    retryable: false,
    title: { en: 'The sign-in did not succeed', fr: 'La connexion n’a pas réussi' },
  },
  'not-found': {
    status: 404,
    retryable: false,
    title: { en: 'There is no such thing here', fr: "Cela n'existe pas ici" },
  },
  'unknown-order': {
    status: 404,
    retryable: false,
    title: { en: 'There is no such order', fr: "Cette ordonnance n'existe pas" },
  },
  'unknown-term': {
    status: refused,
    retryable: false,
    title: { en: 'The order has no such term', fr: "L'ordonnance n'a pas cette disposition" },
  },
  'unknown-party': {
    status: refused,
    retryable: false,
    title: {
      en: 'The order does not bind this party',
      fr: "L'ordonnance ne vise pas cette partie",
    },
  },
  'unknown-challenge': {
    status: refused,
    retryable: false,
    title: {
      en: 'The order has no such challenge',
      fr: "L'ordonnance n'est pas visée par ce recours",
    },
  },
  'unknown-route': {
    status: refused,
    retryable: false,
    title: { en: 'The statute has no such route', fr: 'La loi ne prévoit pas cette voie' },
  },
  'unknown-statute': {
    status: refused,
    retryable: false,
    title: { en: 'No policy pack for this statute', fr: 'Aucun cadre pour cette loi' },
  },
  'statute-not-in-force': {
    status: refused,
    retryable: false,
    title: {
      en: 'The statute was not in force that day',
      fr: "La loi n'était pas en vigueur ce jour-là",
    },
  },
  'wrong-office': {
    status: refused,
    retryable: false,
    title: { en: 'This belongs to another office', fr: 'Cela relève d’un autre organisme' },
  },
  'no-order-power': {
    status: refused,
    retryable: false,
    title: {
      en: 'This office has no order power',
      fr: "Cet organisme n'a pas le pouvoir d'ordonnance",
    },
  },
  'under-seal': {
    status: 403,
    retryable: false,
    title: {
      en: 'A court keeps this from publication',
      fr: 'Un tribunal en interdit la publication',
    },
  },
  'no-basis-to-share': {
    status: refused,
    retryable: false,
    title: {
      en: 'The law gives no basis for letting other offices read this',
      fr: 'La loi ne permet pas que d’autres organismes lisent cela',
    },
  },
  'id-reused': {
    status: 409,
    retryable: false,
    title: {
      en: 'The id was used for another command',
      fr: "L'identifiant a servi à une autre commande",
    },
  },
  'already-exists': {
    status: 409,
    retryable: false,
    title: { en: 'It exists already', fr: 'Cela existe déjà' },
  },
  'already-ended': {
    status: refused,
    retryable: false,
    title: { en: 'It has already ended', fr: 'Cela est déjà terminé' },
  },
  'before-issued': {
    status: refused,
    retryable: false,
    title: { en: 'The date is before the order was issued', fr: "La date précède l'ordonnance" },
  },
  'not-served': {
    status: refused,
    retryable: false,
    title: { en: 'No copy has been given yet', fr: "Aucune copie n'a encore été remise" },
  },
  'before-lawful-day': {
    status: refused,
    retryable: false,
    title: {
      en: 'The law bars steps to comply before this day',
      fr: 'La loi interdit de se conformer avant ce jour',
    },
  },
  'not-extendable': {
    status: refused,
    retryable: false,
    title: { en: 'The law gives no power to do this', fr: 'La loi ne donne pas ce pouvoir' },
  },
  'not-settable': {
    status: refused,
    retryable: false,
    title: { en: 'The order may not set this time', fr: "L'ordonnance ne peut pas fixer ce délai" },
  },
  'route-not-available': {
    status: refused,
    retryable: false,
    title: { en: 'The route is not open', fr: "Cette voie n'est pas ouverte" },
  },
  'route-not-started': {
    status: refused,
    retryable: false,
    title: { en: 'The route has not been taken', fr: "Cette voie n'a pas été prise" },
  },
  'unknown-outcome': {
    status: refused,
    retryable: false,
    title: { en: 'The route cannot end this way', fr: 'Cette voie ne peut pas se terminer ainsi' },
  },
  'above-cap': {
    status: refused,
    retryable: false,
    title: {
      en: 'The amount is above what the law allows',
      fr: 'Le montant dépasse le maximum légal',
    },
  },
  'below-minimum': {
    status: refused,
    retryable: false,
    title: {
      en: 'The amount is below what the law requires',
      fr: 'Le montant est inférieur au minimum légal',
    },
  },
  'no-stay': {
    status: refused,
    retryable: false,
    title: { en: 'No stay to lift', fr: 'Aucune suspension à lever' },
  },
  'unknown-joint': {
    status: 404,
    retryable: false,
    title: { en: 'There is no such joint action', fr: "Cette action conjointe n'existe pas" },
  },
  'not-invited': {
    status: refused,
    retryable: false,
    title: { en: 'This office is not invited', fr: "Cet organisme n'est pas invité" },
  },
  'not-this-kind': {
    status: refused,
    retryable: false,
    title: {
      en: 'Not in a joint action of this kind',
      fr: 'Pas dans une action conjointe de cette nature',
    },
  },
  outdated: {
    status: 409,
    retryable: false,
    title: { en: 'The proposal has changed since', fr: 'La proposition a changé depuis' },
  },
  'not-seen': {
    status: refused,
    retryable: false,
    title: { en: 'This office has not seen that text', fr: "Cet organisme n'a pas vu ce texte" },
  },
  'not-prepared': {
    status: refused,
    retryable: false,
    title: { en: 'No consent has been prepared', fr: "Aucun consentement n'a été préparé" },
  },
  'same-officer': {
    status: refused,
    retryable: false,
    title: { en: 'Another officer has to approve', fr: 'Une autre personne doit approuver' },
  },
  'not-delegated': {
    status: refused,
    retryable: false,
    title: { en: 'This officer may not approve', fr: 'Cette personne ne peut pas approuver' },
  },
  'not-agreed': {
    status: refused,
    retryable: false,
    title: { en: 'Not all that are needed have agreed', fr: "L'accord nécessaire n'est pas réuni" },
  },
  'not-ready': {
    status: refused,
    retryable: false,
    title: {
      en: 'Not all that are needed may lawfully act then',
      fr: 'Les organismes requis ne peuvent pas tous agir légalement à ce moment',
    },
  },
  'already-released': {
    status: refused,
    retryable: false,
    title: { en: 'It has already been released', fr: 'Cela a déjà été rendu public' },
  },
  'not-released': {
    status: refused,
    retryable: false,
    title: { en: 'Nobody has been released', fr: "Personne n'a été autorisé à agir" },
  },
  'moment-passed': {
    status: refused,
    retryable: false,
    title: { en: 'The agreed moment has passed', fr: 'Le moment convenu est passé' },
  },
  'text-differs': {
    status: refused,
    retryable: false,
    title: {
      en: 'The text is not the one that was agreed',
      fr: "Le texte n'est pas celui qui a été convenu",
    },
  },
  'policy-gap': {
    status: 500,
    retryable: false,
    title: {
      en: 'The policy pack does not answer this',
      fr: 'Le cadre ne répond pas à cette question',
    },
  },
  'zone-data-too-old': {
    status: 500,
    retryable: false,
    title: {
      en: 'The time zone data is too old',
      fr: 'Les données de fuseaux sont trop anciennes',
    },
  },
  'internal-fault': {
    status: 500,
    retryable: true,
    title: {
      en: 'Something failed that should not',
      fr: "Une défaillance inattendue s'est produite",
    },
  },
  'too-deep': {
    status: 400,
    retryable: false,
    title: {
      en: 'The JSON is nested deeper than the limit',
      fr: "L'imbrication du JSON dépasse la limite",
    },
  },
  'ledger-shorter': {
    status: 503,
    retryable: false,
    title: {
      en: "The office's ledger is shorter than the office knows it to be",
      fr: "Le registre de l'organisme est plus court que ce que l'organisme en sait",
    },
  },
  'ledger-different': {
    status: 503,
    retryable: false,
    title: {
      en: "The office's ledger is not what the office recorded",
      fr: "Le registre de l'organisme n'est pas ce que l'organisme a consigné",
    },
  },
  'ledger-gone': {
    status: 503,
    retryable: false,
    title: {
      en: "The office's ledger is gone, or another one is in its place",
      fr: "Le registre de l'organisme a disparu, ou un autre a pris sa place",
    },
  },
  'ledger-not-compared': {
    status: 503,
    retryable: true,
    title: {
      en: "The office's ledger has not been compared with what the office knows",
      fr: "Le registre de l'organisme n'a pas été comparé à ce que l'organisme en sait",
    },
  },
  'ledger-stopped': {
    status: 503,
    retryable: false,
    title: {
      en: 'Two histories of this ledger were signed: it stops until a person decides',
      fr: "Deux versions signées de ce registre existent : il s'arrête jusqu'à ce qu'une personne décide",
    },
  },
  conflict: {
    status: 409,
    retryable: true,
    title: { en: 'Something else was recorded first', fr: 'Autre chose a été consigné avant' },
  },
  unavailable: {
    status: 503,
    retryable: true,
    title: {
      en: 'A part that is needed does not answer',
      fr: 'Une composante nécessaire ne répond pas',
    },
  },
} as const satisfies Record<string, Entry>

export type ProblemCode = keyof typeof catalogue

/** A refusal, as it travels: `message` quotes the value and says what to do; `rule` where the rule is law. */
export interface Problem {
  readonly code: ProblemCode
  /** English. */
  readonly message: string
  readonly messageFr: string
  readonly path?: string
  readonly value?: string
  readonly rule?: RuleRef
  readonly details?: readonly string[]
  /** The same in French. */
  readonly detailsFr?: readonly string[]
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** What a refusal says: in both languages, made where the values are at hand. */
export function wordsOf(words: Text): Pick<Problem, 'message' | 'messageFr'> {
  return { message: words.en, messageFr: words.fr }
}

export function problem(
  code: ProblemCode,
  words: Text,
  value?: string,
  more: Omit<Problem, 'code' | 'message' | 'messageFr' | 'value'> = {},
): Problem {
  return { code, ...wordsOf(words), ...(value === undefined ? {} : { value }), ...more }
}

export function refuse(
  code: ProblemCode,
  words: Text,
  more: Omit<Problem, 'code' | 'message' | 'messageFr'> = {},
): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, ...wordsOf(words), ...more } }
}

/** A fault or refusal that has to unwind the stack, at an edge that cannot return data. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.code}: ${problem.message}`, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export function problemError(...of: Parameters<typeof problem>): ProblemError {
  return new ProblemError(problem(...of))
}

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new ProblemError(result.problem)
}

/** What a refusal says in the reader's language; English where a ledger of before has no French of it. */
export function messageIn(
  lang: Lang,
  { message, messageFr }: { readonly message: string; readonly messageFr?: string | undefined },
): string {
  return lang === 'fr' ? (messageFr ?? message) : message
}

/** Whether the same command may be sent again as it is. Where something else came first it may not: that is an answer. */
export function isToTryAgain({ code }: Pick<Problem, 'code'>): boolean {
  return catalogue[code].retryable && code !== 'conflict' && code !== 'outdated'
}
