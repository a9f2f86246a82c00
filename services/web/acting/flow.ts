// From a form to the record: what was typed becomes a command, is looked at before it is signed, and is recorded once however often it is sent.

import type { Context } from 'hono'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type {
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../../shared/contract/office-api.ts'
import { localIdPattern, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { findingsOf } from '../../../shared/kernel/problem-of.schema.ts'
import { catalogue, type Problem } from '../../../shared/kernel/problems.ts'
import { typeset, type Lang } from '../../../shared/kernel/text.ts'
import {
  missing,
  stepName,
  valuesOf,
  withOneMore,
  type FieldError,
  type Values,
} from '../kit/fields.ts'
import { readFields, type ReadForm } from '../kit/fields-read.ts'
import { preparedPath, signInFirst } from '../kit/actor.ts'
import { draftIn, dropDraft, saveDraft } from '../kit/draft.ts'
import { keepLang } from '../kit/lang.ts'
import { show } from '../kit/page.ts'
import { statuteName } from '../kit/parts.ts'
import { checkPage } from './check.ts'
import { formPage } from './form.ts'
import { withNames } from '../kit/names.ts'
import { datesInWords } from '../kit/problem.ts'
import type { Target } from './target.ts'
import { colon } from '../kit/words.ts'
import { t } from './words.ts'

export type Command = PublicOrderCommand | PublicMatterCommand
type Answer = Response | Promise<Response>

/** A new form. Its command has its id from the beginning: sent twice, it is the same command. */
export async function beginForm(
  c: Context,
  target: Target,
  refused: Problem | undefined,
): Promise<Response> {
  // What cannot be taken back asks for a fresh sign-in: before the form, so that nothing typed is lost by it.
  const first = signInFirst(c, `${target.refOf({}).kind}/${target.kind}`)
  if (first !== undefined) return c.redirect(first, 303)
  const draft = await draftIn(c, target.page)
  if (draft !== undefined) return show(c, target.page, formPage(target, { values: draft }))
  const started = { id: `page/${randomUUID()}`, version: String(target.version) }
  const notYet = refused === undefined ? undefined : problemWords(target, refused)
  return show(c, target.page, formPage(target, { started, notYet }))
}

/** `targetIn` makes the same target again in another language, where that is asked for. */
export async function continueForm(
  c: Context,
  targetIn: (lang: Lang | undefined) => Target,
): Promise<Response> {
  const values = valuesOf(new URLSearchParams(await c.req.text()))
  const [verb = '', argument, stage] = (values.get(stepName)?.[0] ?? 'check').split(' ')
  const chosen: Lang | undefined =
    verb === 'lang' && (argument === 'en' || argument === 'fr') ? argument : undefined
  if (chosen !== undefined) keepLang(c, chosen)
  const target = targetIn(chosen)
  const more = withOneMore(values, target.fields(values))
  if (more !== undefined) return show(c, target.page, formPage(target, { values: more }))
  if (verb === 'save') {
    await saveDraft(target.page, values, {
      act: `${target.refOf({}).kind}/${target.kind}`,
      title: { en: targetIn('en').act, fr: targetIn('fr').act },
      about: { en: targetIn('en').about, fr: targetIn('fr').about },
    })
    return show(c, target.page, formPage(target, { values, isSaved: true }))
  }
  if (verb === 'change' || (chosen !== undefined && stage === 'form'))
    return show(c, target.page, formPage(target, { values }))
  return checkOrRecord(c, target, values, verb === 'record')
}

async function checkOrRecord(
  c: Context,
  target: Target,
  values: Values,
  isSure: boolean,
): Promise<Response> {
  const { page } = target
  const read = readFields(page.lang, target.fields(values), values)
  const made = commandOf(target, values, read)
  if (made.errors.length > 0)
    return show(c, page, formPage(target, { values, errors: made.errors }), 422)
  const { ref, command } = made
  const preview = await page.api.preview(page.actor, ref, command)
  if (preview.kind === 'recorded') return c.redirect(target.receipt(ref, preview.version), 303)
  if (preview.kind === 'refused') return refusedForm(c, target, values, read, preview.problem)
  const seen = Number(values.get('version')?.[0] ?? target.version)
  if (!isSure || preview.version !== seen)
    return show(
      c,
      page,
      checkPage(target, ref, { values, preview, since: isSure ? seen : undefined }),
      isSure ? 409 : 200,
    )
  const reply = await page.api.submit(page.actor, ref, command)
  if (reply.kind !== 'refused') await dropDraft(page, values)
  if (reply.kind === 'prepared') return c.redirect(preparedPath(reply.prepared), 303)
  return reply.kind === 'recorded'
    ? c.redirect(target.receipt(ref, reply.version), 303)
    : refusedForm(c, target, values, read, reply.problem)
}

function refusedForm(
  c: Context,
  target: Target,
  values: Values,
  read: ReadForm,
  problem: Problem,
): Answer {
  const words = problemWords(target, problem)
  const errors = [{ name: fieldOf(problem, read, values), words }]
  return show(
    c,
    target.page,
    formPage(target, { values, errors }),
    catalogue[problem.code].status >= 500 ? 503 : 422,
  )
}

interface Made {
  readonly errors: readonly FieldError[]
  readonly ref: AggregateRef
  /** Valid where there are no errors. */
  readonly command: Command
}

/** The command in the very form that the API takes, or what is wrong at which field. */
function commandOf(target: Target, values: Values, read: ReadForm): Made {
  const { page, kind, schema } = target
  const id = values.get('id')?.[0] ?? ''
  const command = { ...target.finish({ ...read.input }), kind, id }
  const ref = target.refOf(read.input)
  const parsed = schema.safeParse(command)
  const errors = [
    ...read.errors,
    ...(parsed.success ? [] : formErrors(page.lang, parsed.error, command, read)),
    ...refErrors(target, ref, read),
  ]
  const once = errors.filter(
    ({ name }, at) => name === '' || errors.findIndex((each) => each.name === name) === at,
  )
  const placeOf = ({ name }: FieldError) =>
    read.names.findLastIndex((each) => name === each || name.startsWith(`${each}.`))
  const inOrder = once.toSorted((a, b) => placeOf(a) - placeOf(b))
  return { errors: inOrder, ref, command: (parsed.success ? parsed.data : command) as Command }
}

/** What a person calls a new order or matter is its name for ever: it has to be one. */
function refErrors(
  { page: { lang }, nameField: name }: Target,
  ref: AggregateRef,
  read: ReadForm,
): FieldError[] {
  const field = name === undefined ? undefined : read.fieldAt(name)
  if (field === undefined || localIdPattern.test(ref.id)) return []
  const { label } = field
  return [
    {
      name: field.name,
      words: ref.id === '' ? missing(lang, { label }) : t(lang, 'errors.id', { label }),
    },
  ]
}

/** In a form the first of the parties is the respondent. */
const firstParty = 'parties.0'

function formErrors(
  lang: Lang,
  error: z.core.$ZodError,
  command: unknown,
  read: ReadForm,
): FieldError[] {
  return findingsOf(error, command).map(({ path, value, words, isImpossibleDate }): FieldError => {
    const field = read.fieldAt(path) ?? read.fieldAt(path.replace(/^respondent\b/, firstParty))
    if (field === undefined) return { name: '', words: `${path}${colon(lang)} ${words[lang]}` }
    const { name, label, kind } = field
    if (isImpossibleDate) return { name, words: t(lang, 'errors.date', { field: label }) }
    if (value === undefined || value === '""' || value === '[]')
      return { name, words: missing(lang, { kind, label }) }
    if (kind === 'amount' || kind === 'whole')
      return { name, words: t(lang, 'errors.number', { field: label }) }
    return { name, words: t(lang, 'errors.at', { field: label, words: words[lang] }) }
  })
}

/** The refusal with names for ids, and the section where it is law. */
function problemWords({ page, parties, pack }: Target, problem: Problem): string {
  const { lang } = page
  const text = withNames(page, lang === 'en' ? problem.message : problem.messageFr, parties, pack)
  const words = datesInWords(lang, lang === 'en' ? text : typeset(text))
  if (problem.rule === undefined) return words
  const { statute, section } = problem.rule
  return `${words} (${statuteName(page, statute)}, ${t(lang, 'why.section', { section })})`
}

/** The field that a refusal is about: what it names, what its code is about, or what has its value. */
function fieldOf({ code, path, value }: Problem, read: ReadForm, values: Values): string {
  const wanted = [path, ...(aboutField[code] ?? [])]
  for (const name of wanted) {
    const found = name === undefined ? undefined : read.fieldAt(name)
    if (found !== undefined) return found.name
  }
  const same = [...values].find(
    ([name, all]) => value !== undefined && all.includes(value) && read.fieldAt(name) !== undefined,
  )
  return same?.[0] ?? ''
}

const aboutField: Partial<Record<Problem['code'], readonly string[]>> = {
  'future-date': ['on'],
  'before-issued': ['on'],
  'impossible-date': ['on'],
  'unknown-party': ['party'],
  'unknown-term': ['terms'],
  'unknown-challenge': ['challenge'],
  'unknown-statute': ['statute'],
  'statute-not-in-force': ['statute'],
  'unknown-route': ['route'],
  'route-not-available': ['route', 'section'],
  'route-not-started': ['route'],
  'unknown-outcome': ['outcome'],
  'above-cap': ['amount'],
  'below-minimum': ['amount'],
  'not-extendable': ['to', 'terms'],
  'not-served': ['on'],
  'no-stay': ['action'],
  'already-exists': ['party', 'challenge', 'fact', 'number', 'matter', 'route'],
  'not-settable': ['terms'],
}
