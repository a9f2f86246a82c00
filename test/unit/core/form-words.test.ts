// A rule that a schema states in words reaches people: whoever reads French has to find it in French.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { frenchRule } from '../../../shared/kernel/form-words.ts'
import { findingsOf, problemOf, problemOfInput } from '../../../shared/kernel/problem-of.schema.ts'
import { expectBilingual } from '../../support/bilingual.ts'

const root = path.join(import.meta.dirname, '../../..')
const files = globSync(
  ['shared/**/*.schema.ts', 'services/platform/*.schema.ts', 'services/web/**/api.ts'],
  { cwd: root },
)
/** The words behind a pattern, in a refinement or in an issue: what starts in lower case and is a sentence. */
const stated = files.flatMap((file) =>
  [
    ...readFileSync(path.join(root, file), 'utf8').matchAll(
      /(?:regex\([^\n]*, |refine\([^\n]*, |issue\('\w+', |^ +)'([a-z][^'\n]* [^'\n]*)',?\)?/gm,
    ),
  ].map((match) => match[1] ?? ''),
)
const rules = [...new Set(stated)].filter((text) => /^(expected|the|is|an|a) /.test(text))

describe('the words of the rules', () => {
  it('are found in the schemas', () => {
    expect(rules.length).toBeGreaterThan(14)
    expect(rules).toContain('an objection names a finding, a risk or a change')
  })
  it.each(rules)('has French: %s', (rule) => {
    expectBilingual({ en: rule, fr: frenchRule(rule) })
  })
})

describe('what is wrong with an input', () => {
  const schema = z.strictObject({
    name: z.string().min(3).max(5),
    n: z.int().min(1),
    kind: z.enum(['one', 'two']),
    list: z.array(z.string()).min(1),
    own: z.string().refine((text) => text === 'x', 'has to be x'),
  })
  const wrong = { name: 'no', n: 0.5, kind: 'three', list: [], own: 'y', more: 1 }
  const parse = (input: unknown) => {
    const { error } = schema.safeParse(input)
    if (error === undefined) throw new Error('This input has the form')
    return error
  }

  it('is told finding by finding, by path, in both languages', () => {
    const findings = findingsOf(parse(wrong), wrong)
    expect(findings.map(({ path: at }) => at).toSorted()).toEqual([
      'kind',
      'list',
      'more',
      'n',
      'name',
      'own',
    ])
    for (const { path: at, words } of findings.filter((finding) => finding.path !== 'own'))
      expectBilingual(words, [at])
  })
  it('quotes a rule of which nobody has said the French', () => {
    const own = findingsOf(parse(wrong), wrong).find((finding) => finding.path === 'own')
    expect(own?.words.fr).toBe('règle non respectée : « has to be x »')
  })
  it('says of a missing value what is expected, and not that undefined was received', () => {
    const [name] = findingsOf(parse({}), {})
    expect(name?.words).toEqual({
      en: 'missing (expected string)',
      fr: 'absent (chaîne de caractères attendu)',
    })
  })
  it('names the thing where it has a name, in the languages of that name', () => {
    const where = { en: 'Fact 3', fr: 'Fait 3' }
    const named = problemOf(parse(wrong), wrong, { where, path: 'facts.3' })
    expect(named.message).toMatch(/^Fact 3: /)
    expect(named.messageFr).toMatch(/^Fait 3 : /)
    expect(named.path).toBe('facts.3.name')
    expect(named.detailsFr).toHaveLength(6)
  })
  it('puts one finding in front where the input has no name, and all in the details', () => {
    const problem = problemOfInput(parse(wrong), wrong)
    expect(problem.messageFr).toBe(problem.detailsFr?.[0])
    expect(problem.details).toHaveLength(6)
  })
})
