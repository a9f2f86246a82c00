// From a form to the record of a joint action: typed, checked before it is signed, recorded once however often it is sent. Posted only: sealed text never stands in an address.

import type { Context } from 'hono'
import { html } from 'hono/html'
import { randomUUID } from 'node:crypto'
import {
  jointCommandSchema,
  type PublicJointCommand,
} from '../../../shared/contract/joint.schema.ts'
import { jointIdSchema } from '../../../shared/joint/terms.schema.ts'
import type { JointId } from '../../../shared/kernel/ids.ts'
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
import { drawFields, errorSummary, keptValues } from '../kit/fields-draw.ts'
import { readFields, type ReadForm } from '../kit/fields-read.ts'
import { said } from '../kit/fields-said.ts'
import type { Html } from '../kit/html.ts'
import { draftIn, dropDraft, saveDraft } from '../kit/draft.ts'
import { keepLang } from '../kit/lang.ts'
import { layout } from '../kit/layout.ts'
import { withOffices } from '../kit/names.ts'
import { show } from '../kit/page.ts'
import { facts, section, type Fact } from '../kit/section.ts'
import { jointPath, partOf, type Act } from './act.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

/** A new form. Its command has its id from the beginning: sent twice, it is the same command. */
export async function beginAct(c: Context, act: Act): Promise<Response> {
  const draft = await draftIn(c, act.page)
  if (draft !== undefined) return show(c, act.page, formPage(act, draft))
  const values = new Map<string, readonly string[]>(
    Object.entries({ ...act.initial, id: `page/${randomUUID()}` }).map(([name, value]) => [
      name,
      typeof value === 'string' ? [value] : value,
    ]),
  )
  return show(c, act.page, formPage(act, values))
}

export async function continueAct(
  c: Context,
  actIn: (lang: Lang | undefined) => Promise<Act>,
): Promise<Response> {
  const values = valuesOf(new URLSearchParams(await c.req.text()))
  const [verb = '', argument, stage] = (values.get(stepName)?.[0] ?? 'check').split(' ')
  const chosen: Lang | undefined =
    verb === 'lang' && (argument === 'en' || argument === 'fr') ? argument : undefined
  if (chosen !== undefined) keepLang(c, chosen)
  const act = await actIn(chosen)
  const more = withOneMore(values, act.fields(values))
  if (more !== undefined) return show(c, act.page, formPage(act, more))
  if (verb === 'save') {
    const [en, fr] = await Promise.all([actIn('en'), actIn('fr')])
    await saveDraft(act.page, values, {
      act: `joint/${act.kind}`,
      title: { en: en.title, fr: fr.title },
      about: { en: en.about, fr: fr.about },
    })
    return show(c, act.page, formPage(act, values, [], true))
  }
  if (verb === 'change' || (chosen !== undefined && stage === 'form'))
    return show(c, act.page, formPage(act, values))
  return checkOrRecord(c, act, values, verb === 'record')
}

async function checkOrRecord(
  c: Context,
  act: Act,
  values: Values,
  isSure: boolean,
): Promise<Response> {
  const { page, kind } = act
  const { api, actor, lang } = page
  const read = readFields(lang, act.fields(values), values)
  const made = commandOf(act, values, read)
  if (made.errors.length > 0) return show(c, page, formPage(act, values, made.errors), 422)
  const { joint, command } = made
  if (!isSure) {
    const refusal = await api.previewJoint(actor, joint, command)
    return refusal === undefined
      ? show(c, page, checkPage(act, joint, values))
      : refusedForm(c, act, values, read, refusal)
  }
  const reply = await api.submitJoint(actor, joint, command)
  if (reply.kind === 'recorded') await dropDraft(page, values)
  return reply.kind === 'recorded'
    ? c.redirect(`${jointPath(joint)}/receipt/${partOf(kind)}/${reply.version}`, 303)
    : refusedForm(c, act, values, read, reply.problem)
}

function refusedForm(
  c: Context,
  act: Act,
  values: Values,
  read: ReadForm,
  problem: Problem,
): Response | Promise<Response> {
  const { page } = act
  const words = withOffices(page, page.lang === 'en' ? problem.message : typeset(problem.messageFr))
  const name = problem.path === undefined ? '' : (read.fieldAt(problem.path)?.name ?? '')
  const status = catalogue[problem.code].status >= 500 ? 503 : 422
  return show(c, page, formPage(act, values, [{ name, words }]), status)
}

interface Made {
  readonly errors: readonly FieldError[]
  readonly joint: JointId
  /** Valid where there are no errors. */
  readonly command: PublicJointCommand
}

/** The command in the very form that the API takes, or what is wrong at which field. */
function commandOf(act: Act, values: Values, read: ReadForm): Made {
  const { lang, today } = act.page
  const command = {
    on: today,
    ...act.finish({ ...read.input }),
    kind: act.kind,
    id: values.get('id')?.[0] ?? '',
  }
  const joint = jointIdSchema.safeParse(act.jointOf(read.input))
  const number = read.fieldAt('number')
  const parsed = jointCommandSchema.safeParse(command)
  const errors: FieldError[] = [
    ...read.errors,
    ...(joint.success || number === undefined
      ? []
      : [{ name: number.name, words: t(lang, 'errors.id', { label: number.label }) }]),
    ...(parsed.success
      ? []
      : findingsOf(parsed.error, command).map(({ path, value, words }): FieldError => {
          const field = read.fieldAt(path)
          if (field === undefined)
            return { name: '', words: `${path}${colon(lang)} ${words[lang]}` }
          const { name, kind, label: field_ } = field
          return value === undefined || value === '""' || value === '[]'
            ? { name, words: missing(lang, { kind, label: field_ }) }
            : { name, words: t(lang, 'errors.at', { field: field_, words: words[lang] }) }
        })),
  ]
  const once = errors.filter(
    ({ name }, at) => name === '' || errors.findIndex((each) => each.name === name) === at,
  )
  return {
    errors: once,
    joint: (joint.success ? joint.data : '') as JointId,
    command: (parsed.success ? parsed.data : command) as PublicJointCommand,
  }
}

function formPage(
  act: Act,
  values: Values,
  errors: readonly FieldError[] = [],
  isSaved = false,
): Html {
  const { page, title, about, back, notYet } = act
  const { lang } = page
  const body = html`
${errorSummary(lang, errors)}
${isSaved ? html`<p class="notice" role="status">${t(lang, 'draft.saved')}</p>` : ''}
<p class="lead">${about}</p>
${notYet === undefined || errors.length > 0 ? '' : html`<p class="notice"><strong>${t(lang, 'act.notYet')}</strong> ${notYet}</p>`}
${act.kind === 'approve' ? (act.besides ?? '') : ''}
<form method="post" action="${page.path}" class="act" id="act" data-names="${namesOf(act)}" novalidate>
<button class="hidden" name="${stepName}" value="check" tabindex="-1" aria-hidden="true">${t(lang, 'act.check')}</button>
<input type="hidden" name="id" value="${values.get('id')?.[0] ?? ''}">
${drawFields(act.fields(values), { lang, values, errors })}
<p class="buttons"><button class="primary" name="${stepName}" value="check">${t(lang, 'act.check')}</button> <button name="${stepName}" value="save">${t(lang, 'draft.save')}</button> <a href="${back}">${t(lang, 'act.leave')}</a></p>
${languageButton(lang, 'form')}
</form>`
  return stillPage(
    act,
    errors.length === 0 ? title : t(lang, 'errors.page', { title }),
    body,
    title,
  )
}

/** What will be signed, in words, and what it means; the button is named for what it does. */
function checkPage(act: Act, joint: JointId, values: Values): Html {
  const { page, kind, title, about, back } = act
  const { lang, api, actor } = page
  const pairs: (Fact | undefined)[] = [
    [t(lang, 'col.what'), title],
    [t(lang, 'act.about'), kind === 'propose' ? joint : about],
    ...said(lang, act.fields(values), values).map(([name, value]): Fact => [name, value, 'wide']),
    [t(lang, 'act.office'), api.office.name[lang]],
    actor.kind === 'person' ? [t(lang, 'by.said'), actor.name] : undefined,
  ]
  const body = html`${section('signed', t(lang, 'act.signed'), facts(pairs))}
${act.besides ?? ''}
<form method="post" action="${page.path}" class="act" id="act">
${keptValues(values)}
<p class="notice">${finals.has(kind) ? html`<strong>${label(lang, 'final', kind)}</strong> ` : ''}${t(lang, 'act.final')}</p>
<p class="buttons"><button class="primary" name="${stepName}" value="record">${title}</button> <button name="${stepName}" value="change">${t(lang, 'act.change')}</button> <button name="${stepName}" value="save">${t(lang, 'draft.save')}</button> <a href="${back}">${t(lang, 'act.leave')}</a></p>
${languageButton(lang, 'check')}
</form>`
  return stillPage(act, t(lang, 'act.checking', { title }), body)
}

/** What cannot be taken back, or acts by itself, says so. */
const finals: ReadonlySet<string> = new Set([
  'go',
  'approve',
  'cancel',
  'withdraw',
  'propose',
  'amend',
])

/** At the end of the form, so that the Enter key never presses it; the link at the top of the page leads to it. */
function languageButton(lang: Lang, stage: 'form' | 'check'): Html {
  const other = lang === 'en' ? 'fr' : 'en'
  return html`<p><button class="quiet" id="other-language" lang="${other}" name="${stepName}" value="lang ${other} ${stage}">${t(lang, 'act.lang')}</button></p>`
}

/** A page that no news from elsewhere changes. */
function stillPage(act: Act, title: string, body: Html, heading = title): Html {
  const { page, back, place } = act
  const other = page.lang === 'en' ? 'fr' : 'en'
  return layout(page, {
    title,
    heading,
    way: back === '/joint' ? [] : [[back, place]],
    body,
    still: true,
    clocks: true,
    otherLanguage: html`<a href="#other-language" lang="${other}">${t(page.lang, 'lang.other')}</a>`,
  })
}

function namesOf({ page: { api, lang } }: Act): string {
  return JSON.stringify(
    Object.fromEntries(api.directory.offices.map(({ id, short }) => [id, short[lang]])),
  )
}
