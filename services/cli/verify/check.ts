// Reads an evidence file, and the directory to compare with, and prints the judgement. Nothing is sent anywhere.

import { readFileSync, statSync } from 'node:fs'
import { maxEvidenceBytes } from '../../../shared/kernel/limits.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { trustedSchema } from '../../../shared/ledger/bundle/trusted.schema.ts'
import { verifyEvidence, type VerifyOptions } from '../../../shared/ledger/bundle/verify.ts'
import { exitCodes, print, type Io } from '../kit/output.ts'
import { renderJudgement } from './render.ts'

export interface VerifyActionOptions {
  readonly directory?: string
  readonly lang: 'en' | 'fr'
  readonly json?: boolean
}

export function verify(
  io: Io,
  file: string,
  { directory, lang, json }: VerifyActionOptions,
  crypto: Omit<VerifyOptions, 'trusted' | 'trustedWitnesses'>,
): void {
  const bytes = readBounded(file)
  const trusted = directory === undefined ? undefined : readTrusted(directory)
  const judgement = verifyEvidence(bytes, {
    ...crypto,
    ...(trusted === undefined
      ? {}
      : { trusted: trusted.offices, trustedWitnesses: trusted.witnesses }),
  })
  print(io, json, judgement, (value, paint) => renderJudgement(value, lang, paint))
  if (judgement.verdict !== 'sound') io.exit(exitCodes.refused)
}

function readBounded(file: string): Uint8Array {
  let bytes: number
  try {
    bytes = statSync(file).size
    if (bytes <= maxEvidenceBytes) return readFileSync(file)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw unusable(file, {
      en: `${file} cannot be read: ${why}`,
      fr: `${file} ne peut être lu : ${why}`,
    })
  }
  throw unusable(file, {
    en: `${file} has ${bytes} bytes; an evidence file has at most ${maxEvidenceBytes}.`,
    fr: `${file} compte ${bytes} octets ; un dossier de preuve en compte au plus ${maxEvidenceBytes}.`,
  })
}

function readTrusted(file: string) {
  const bytes = readBounded(file)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw unusable(file, { en: `${file} is not JSON.`, fr: `${file} n'est pas du JSON.` })
  }
  const parsed = trustedSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const why = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  throw unusable(file, {
    en: `${file} is not an office directory: ${why}`,
    fr: `${file} n'est pas un répertoire d'organismes : ${why}`,
  })
}

function unusable(file: string, words: Text): ProblemError {
  return problemError('invalid-input', words, file)
}
