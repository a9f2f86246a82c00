// From JSON to a policy pack that hangs together: the form first, then what the form cannot say. Reading the file is the caller's.

import { ok, refuse, type Result } from '../kernel/problems.ts'
import { gapsOf } from './gaps.ts'
import { packSchema, type Pack } from './pack.schema.ts'

/** A pack, or every problem of it at once in `details` (`clocks.0.counting: …`). Refused: `invalid-input`, `impossible-date`. */
export function parsePack(json: unknown): Result<Pack> {
  const form = parsePackForm(json)
  if (!form.ok) return form
  const details = gapsOf(form.value)
  return details.length === 0
    ? form
    : refuse('invalid-input', `${nameOf(json)} does not hang together: ${details.join('; ')}`, {
        details,
      })
}

/** The form alone, for `checkPacks`, which says all the rest. */
export function parsePackForm(json: unknown): Result<Pack> {
  const parsed = packSchema.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const details = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || '(pack)'}: ${issue.message}`,
  )
  const code = parsed.error.issues.some(
    (issue) => issue.code === 'custom' && issue.params?.['code'] === 'impossible-date',
  )
    ? 'impossible-date'
    : 'invalid-input'
  return refuse(
    code,
    `${nameOf(json)} does not have the form of a policy pack: ${details.join('; ')}`,
    { details },
  )
}

function nameOf(json: unknown): string {
  const statute =
    typeof json === 'object' && json !== null && 'statute' in json ? json.statute : undefined
  return typeof statute === 'string' ? `Policy pack ${JSON.stringify(statute)}` : 'The policy pack'
}
