// What was typed into one of these forms: read, tried, and shown again where it is refused.

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { z } from 'zod'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { problemOfInput, problemText } from '../kit/problem.ts'
import { t } from './words.ts'

export type Typed = Readonly<Record<string, string | number | readonly string[]>>

/** The fields of these names, without those that were left empty; `days` as a number; `many` as lists. */
export async function read(
  c: Context,
  names: readonly string[],
  many: readonly string[] = [],
): Promise<Typed> {
  const form = new URLSearchParams(await c.req.text())
  const single = names.flatMap((name): [string, string | number][] => {
    const text = form.get(name)?.trim() ?? ''
    if (text === '') return []
    return [[name, name === 'days' && /^\d{1,6}$/.test(text) ? Number(text) : text]]
  })
  return Object.fromEntries([
    ...single,
    ...many.map((name): [string, string[]] => [name, form.getAll(name)]),
  ])
}

/** Why it was refused, by its form or by a rule; undefined where it was done. */
export function tried<S extends z.ZodType>(
  schema: S,
  typed: Typed,
  act: (input: z.output<S>) => unknown,
): Problem | undefined {
  const parsed = schema.safeParse(typed)
  if (!parsed.success) return problemOfInput(parsed.error, typed)
  try {
    act(parsed.data)
    return undefined
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

export function errorSummary({ lang }: PageContext, problem: Problem): Html {
  return html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'typed.refused')}</h2><p>${problemText(lang, problem)}</p></div>`
}

export function statusOf(problem: Problem | undefined): 200 {
  return (problem === undefined ? 200 : catalogue[problem.code].status) as 200
}
