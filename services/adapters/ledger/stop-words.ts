// Why nothing more is taken from a ledger, in words.

import type { Text } from '../../../shared/kernel/text.ts'
import { asideReason, type AsideReason } from '../../../shared/ledger/aside.ts'

export function twoHistoriesFrom(agreedSize: number): string {
  return `the ledger has two signed histories: it stops at entry ${agreedSize} until a person decides`
}

export function madeAnewAt(end: number, sequence: number): AsideReason {
  return asideReason('made-anew', {
    en: `the ledger no longer has sequence ${sequence}, which was read before, and sequence ${end}, its last, is another one: it was restored or made anew`,
    fr: `le registre n'a plus la séquence ${sequence}, qui avait été lue, et sa dernière, ${end}, en est une autre : il a été restauré ou refait`,
  })
}

export function endsAt(end: number, known: number): Text {
  return {
    en: `The ledger shows ${end} entries, and ${known} are known to be in it: what its office shows to readers stands still, or the ledger was shortened. Nothing more is taken from it until they are there`,
    fr: `Le registre montre ${end} entrées, alors que ${known} y sont connues : ce que son organisme montre aux lecteurs est arrêté, ou le registre a été raccourci. Rien de plus n’en est repris tant qu’elles n’y sont pas`,
  }
}

export function rewrittenAt(sequence: number): AsideReason {
  return asideReason('rewritten', {
    en: `sequence ${sequence} is not what was read before: the ledger was rewritten`,
    fr: `la séquence ${sequence} n'est pas ce qui avait été lu : le registre a été réécrit`,
  })
}
