// JSON and files as people give them: what cannot be read is told in both languages, with the system's own words only in English.

import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'

/** `name` says where the text came from. Throws ProblemError `not-json`. */
export function jsonFrom(text: string, name: string, value = name): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? []
    const place = line === undefined ? '' : ` (ligne ${line}, colonne ${column})`
    throw new ProblemError(
      problem(
        'not-json',
        { en: `${name} is not JSON: ${message}`, fr: `${name} n'est pas du JSON${place}` },
        value,
      ),
      { cause },
    )
  }
}

/** Why a file could not be read. */
export function fileFault(cause: unknown): Text {
  const en = cause instanceof Error ? cause.message : String(cause)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return { en, fr: faults[code] ?? `le système a répondu ${code === '' ? 'par une erreur' : code}` }
}

const faults: Readonly<Record<string, string>> = {
  ENOENT: "il n'existe pas",
  ENOTDIR: "il n'existe pas",
  EACCES: "l'accès en est refusé",
  EPERM: "l'accès en est refusé",
  EISDIR: "c'est un dossier",
  EEXIST: 'il existe déjà',
  ENOSPC: 'le disque est plein',
}
