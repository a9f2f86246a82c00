// What a command does, in words: they complete "Cannot …" and « Impossible de … ». `what` is the order, or a term of it.

import type { OrderId } from '../kernel/ids.ts'
import type { Text } from '../kernel/text.ts'
import type { OrderCommand } from './order.schema.ts'

const acts: Record<OrderCommand['kind'], (what: Text) => Text> = {
  issue: ({ en, fr }) => ({ en: `issue ${en}`, fr: `rendre ${fr}` }),
  serve: ({ en, fr }) => ({ en: `give a copy of ${en}`, fr: `remettre une copie de ${fr}` }),
  'dispute-service': ({ en, fr }) => ({
    en: `record that the copy of ${en} is disputed`,
    fr: `consigner que la remise de ${fr} est contestée`,
  }),
  'decide-service': ({ en, fr }) => ({
    en: `record whether the copy of ${en} counts`,
    fr: `consigner si la remise de ${fr} est valable`,
  }),
  refuse: ({ en, fr }) => ({
    en: `record a refusal of ${en}`,
    fr: `consigner un refus visant ${fr}`,
  }),
  comply: ({ en, fr }) => ({
    en: `record compliance with ${en}`,
    fr: `consigner l’exécution de ${fr}`,
  }),
  assess: ({ en, fr }) => ({
    en: `assess compliance with ${en}`,
    fr: `évaluer l’exécution de ${fr}`,
  }),
  challenge: ({ en, fr }) => ({
    en: `record a challenge of ${en}`,
    fr: `consigner un recours visant ${fr}`,
  }),
  'extend-challenge-time': ({ en, fr }) => ({
    en: `extend the time to challenge ${en}`,
    fr: `prolonger le délai de contestation de ${fr}`,
  }),
  decide: ({ en, fr }) => ({
    en: `record a court's decision on ${en}`,
    fr: `consigner une décision de justice sur ${fr}`,
  }),
  stay: ({ en, fr }) => ({
    en: `record a stay of ${en}`,
    fr: `consigner une suspension de ${fr}`,
  }),
  extend: ({ en, fr }) => ({ en: `extend ${en}`, fr: `prolonger le délai de ${fr}` }),
  'undo-extension': ({ en, fr }) => ({
    en: `undo an extension of ${en}`,
    fr: `annuler une prolongation de ${fr}`,
  }),
  correct: ({ en, fr }) => ({ en: `correct ${en}`, fr: `rectifier ${fr}` }),
  reword: ({ en, fr }) => ({
    en: `record new wording of ${en}`,
    fr: `consigner le nouveau libellé de ${fr}`,
  }),
  'approve-correction': ({ en, fr }) => ({
    en: `correct a date of ${en}`,
    fr: `rectifier une date de ${fr}`,
  }),
  escalate: ({ en, fr }) => ({ en: `take a route for ${en}`, fr: `engager une voie pour ${fr}` }),
  'record-outcome': ({ en, fr }) => ({
    en: `record how a route for ${en} ended`,
    fr: `consigner l’issue d’une voie pour ${fr}`,
  }),
  rescind: ({ en, fr }) => ({ en: `rescind ${en}`, fr: `révoquer ${fr}` }),
  withdraw: ({ en, fr }) => ({ en: `withdraw ${en}`, fr: `retirer ${fr}` }),
  'set-deadline': ({ en, fr }) => ({ en: `set a date for ${en}`, fr: `fixer une date pour ${fr}` }),
  'record-in-error': ({ en, fr }) => ({
    en: `strike a fact out of ${en}`,
    fr: `radier un fait de ${fr}`,
  }),
  close: ({ en, fr }) => ({ en: `close ${en}`, fr: `fermer ${fr}` }),
  succeed: ({ en, fr }) => ({
    en: `record a successor of a respondent of ${en}`,
    fr: `consigner un successeur d’une partie visée par ${fr}`,
  }),
  reopen: ({ en, fr }) => ({ en: `reopen ${en}`, fr: `rouvrir ${fr}` }),
  'mark-reached': ({ en, fr }) => ({
    en: `record a date reached of ${en}`,
    fr: `consigner une échéance atteinte de ${fr}`,
  }),
}

export function theOrder(order: OrderId): Text {
  return { en: `order "${order}"`, fr: `l’ordonnance « ${order} »` }
}

export function theTerm(order: OrderId, term: string): Text {
  const of = theOrder(order)
  return { en: `term "${term}" of ${of.en}`, fr: `la disposition « ${term} » de ${of.fr}` }
}

export function doing(kind: OrderCommand['kind'], what: Text): Text {
  return acts[kind](what)
}

/** "Cannot …: why" and « Impossible de … : pourquoi ». */
export function cannot(kind: OrderCommand['kind'], what: Text, why: Text): Text {
  const { en, fr } = acts[kind](what)
  return { en: `Cannot ${en}: ${why.en}`, fr: `Impossible de ${fr} : ${why.fr}` }
}
