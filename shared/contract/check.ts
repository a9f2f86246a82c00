// A check of an instance, with its words in both languages; and the words for a reader.

import type { Lang, Text } from '../kernel/text.ts'
import type { Check } from './views.schema.ts'

export function checkOf(check: Text, state: Check['state'], found: Text, advice?: Text): Check {
  return {
    check: check.en,
    checkFr: check.fr,
    state,
    found: found.en,
    foundFr: found.fr,
    advice: advice?.en ?? null,
    adviceFr: advice?.fr ?? null,
  }
}

/** An office of before says it in English only. */
export function checkIn(
  lang: Lang,
  said: Check,
): { readonly check: string; readonly found: string; readonly advice: string | null } {
  const { check, found, advice } = said
  if (lang === 'en') return { check, found, advice }
  return {
    check: said.checkFr ?? check,
    found: said.foundFr ?? found,
    advice: said.adviceFr ?? advice,
  }
}
