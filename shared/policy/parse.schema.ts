// From JSON to a policy pack that hangs together: the form first, then what the form cannot say. Reading the file is the caller's.

import { findingsOf } from '../kernel/problem-of.schema.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { gapsOf } from './gaps.ts'
import { packSchema, type Pack } from './pack.schema.ts'

/** A pack, or every problem of it at once in `details` (`clocks.0.counting: …`). Refused: `invalid-input`, `impossible-date`. */
export function parsePack(json: unknown): Result<Pack> {
  const form = parsePackForm(json)
  if (!form.ok) return form
  const details = gapsOf(form.value)
  return details.length === 0
    ? form
    : refuse(
        'invalid-input',
        {
          en: `${nameOf(json).en} does not hang together: ${details.join('; ')}`,
          fr: `${nameOf(json).fr} présente des contradictions (détails en anglais) : ${details.join('; ')}`,
        },
        { details },
      )
}

/** The form alone, for `checkPacks`, which says all the rest. */
export function parsePackForm(json: unknown): Result<Pack> {
  const parsed = packSchema.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const findings = findingsOf(parsed.error, json)
  const line = (lang: 'en' | 'fr') =>
    findings.map(({ path, words }) => `${path || '(pack)'}: ${words[lang]}`)
  const [details, detailsFr] = [line('en'), line('fr')]
  return refuse(
    findings.some(({ isImpossibleDate }) => isImpossibleDate) ? 'impossible-date' : 'invalid-input',
    {
      en: `${nameOf(json).en} does not have the form of a policy pack: ${details.join('; ')}`,
      fr: `${nameOf(json).fr} n’a pas la forme voulue : ${detailsFr.join('; ')}`,
    },
    { details, detailsFr },
  )
}

function nameOf(json: unknown): Text {
  const statute =
    typeof json === 'object' && json !== null && 'statute' in json ? json.statute : undefined
  return typeof statute === 'string'
    ? { en: `Policy pack ${JSON.stringify(statute)}`, fr: `Le cadre « ${statute} »` }
    : { en: 'The policy pack', fr: 'Le cadre' }
}
