// JSON from outside: UTF-8 that is valid, and nested no deeper than our own forms are, so that nothing that walks it runs out of stack.

import { maxJsonDepth } from './limits.ts'
import { ok, refuse, type Result } from './problems.ts'

/** The value, or a coded refusal: `not-json`, `too-deep`. */
export function parseJsonBytes(bytes: Uint8Array, maxDepth = maxJsonDepth): Result<unknown> {
  const text = decodeUtf8(bytes)
  return text === undefined
    ? refuse('not-json', {
        en: 'The input is not valid UTF-8.',
        fr: "L'entrée n'est pas de l'UTF-8 valide.",
      })
    : parseJson(text, maxDepth)
}

export function parseJson(text: string, maxDepth = maxJsonDepth): Result<unknown> {
  // Before it is parsed: a parser, or a schema, may itself be recursive.
  if (isDeeperThan(text, maxDepth))
    return refuse(
      'too-deep',
      {
        en: `The JSON is nested deeper than ${maxDepth} levels.`,
        fr: `L'imbrication du JSON dépasse ${maxDepth} niveaux.`,
      },
      { value: String(maxDepth) },
    )
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return refuse('not-json', { en: 'The input is not JSON.', fr: "L'entrée n'est pas du JSON." })
  }
}

/** The text, or undefined where the bytes are not UTF-8. A byte order mark stays, and no JSON begins with one. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether brackets outside of strings are nested deeper. It reads the text once; what is no JSON is for the parser to say. */
export function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (inString) {
      if (letter === '\\') at++
      else if (letter === '"') inString = false
    } else if (letter === '"') inString = true
    else if (letter === '[' || letter === '{') {
      if (++depth > maxDepth) return true
    } else if (letter === ']' || letter === '}') depth--
  }
  return false
}
