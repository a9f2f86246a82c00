// The forms of one joint action: what a person of this office can do now. A small script sends each as the JSON that the API takes.

import { html } from 'hono/html'
import type { Instant } from '../../../shared/kernel/date.ts'
import { choices } from '../../../shared/joint/terms.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { t, label, type JointWord } from './words.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { draftFields, type Drafting } from './drafts.ts'
import { aside, hidden, optional } from '../kit/form.ts'
import { empty, notice, section } from '../kit/section.ts'
import {
  area,
  both,
  choice,
  idPattern,
  moment,
  numberPattern,
  offices,
  text,
  wholeNumber,
} from './fields.ts'

export function jointForms(page: PageContext, action: JointDetail, drafting: Drafting): Html {
  const { lang } = page
  const forms = action.can.map(
    (kind) =>
      html`<details class="do" id="do-${kind}"><summary>${label(lang, 'do', kind)}</summary>${form(page, action.joint, kind, action.version, fieldsOf(page, action, kind, drafting))}</details>`,
  )
  return section(
    'what',
    t(lang, 'what'),
    html`<noscript>${notice(t(lang, 'script'))}</noscript>
${forms.length === 0 ? empty(t(lang, 'nothing')) : forms}`,
  )
}

export interface NewJoint {
  readonly matters: readonly string[]
  /** The next number of this office that is free, and when replies could be due: both can be changed. */
  readonly number: string
  readonly replyBy: Instant
}

export function newJointForm(page: PageContext, { matters, number, replyBy }: NewJoint): Html {
  const { lang, api } = page
  const fields = html`${text(page, 'joint', 'number', { required: true, pattern: numberPattern, as: 'prefixed', prefix: `${api.office.id}:`, value: number })}
${choice(
  page,
  'matter',
  'matter',
  matters.map((matter) => [matter, matter] as const),
  { required: false },
)}
${proposalFields(page, undefined, replyBy)}`
  return html`<noscript>${notice(t(lang, 'script'))}</noscript>${form(page, '', 'propose', undefined, fields)}`
}

function form(
  page: PageContext,
  joint: string,
  kind: string,
  version: number | undefined,
  fields: Html,
): Html {
  const { lang, api, today } = page
  const names = JSON.stringify(
    Object.fromEntries(api.directory.offices.map(({ id, short }) => [id, short[lang]])),
  )
  return html`<form class="command" method="post" action="${page.path}" data-joint="${joint}" data-kind="${kind}" data-on="${today}" data-lang="${lang}" data-names="${names}">
${version === undefined || !withVersion.has(kind) ? '' : hidden('version', String(version), 'number')}
${fields}
<p><button type="submit">${t(lang, 'send')}</button> <output role="status"></output></p></form>`
}

/** The others are about the action as a whole. */
const withVersion = new Set([
  'consent',
  'approve',
  'object',
  'abstain',
  'ask',
  'forward',
  'split',
  'answer',
])

function fieldsOf(page: PageContext, action: JointDetail, kind: string, drafting: Drafting): Html {
  const { lang, api } = page
  const by = text(page, 'by', 'by', { required: kind === 'consent' || kind === 'approve' })
  const reason = (required: boolean) => text(page, 'reason', 'reason', { required })
  switch (kind) {
    case 'consent':
      return html`${by}${draftFields(page, action, drafting)}${aside(
        t(lang, 'conditions'),
        html`${moment(page, 'condition.not-before', 'cond.before')}${offices(
          page,
          'condition.with',
          'cond.with',
          action.offices.map(({ office }) => office).filter((office) => office !== api.office.id),
        )}${text(page, 'condition.words', 'cond.words')}`,
      )}`
    case 'object':
      return html`${by}${choice(
        page,
        'objections.0.finding',
        'finding',
        (action.document?.findings ?? []).map(
          ({ id, text: said }) => [id, `${id}: ${said[lang]}`] as const,
        ),
        { required: false },
      )}${area(page, 'objections.0.risk', 'risk')}${area(page, 'objections.0.change', 'change')}`
    case 'approve':
      // What stands on this page, and nothing that was put in its place since.
      return html`${action.own === null ? '' : hidden('prepared', action.own.digest)}${by}`
    case 'go':
      return html`${by}${moment(page, 'moment', 'moment', { value: action.choices.moment })}${ownMoments(page, action.choices.offices, action.choices.moments)}`
    case 'abstain':
      return html`${by}${reason(false)}`
    case 'withdraw':
    case 'cancel':
      return html`${by}${reason(true)}`
    case 'delegate':
      return html`${by}${text(page, 'to', 'delegateTo', { as: 'nullable' })}`
    case 'postpone':
      return html`${by}${moment(page, 'replyBy', 'replyBy')}${moment(page, 'moment', 'moment')}${text(page, 'because', 'because')}`
    case 'amend':
      return html`${text(page, 'because', 'because')}${action.matter === null ? '' : hidden('matter', action.matter)}${proposalFields(page, action)}`
    default:
      return talkFields(page, action, kind)
  }
}

/** Of what offices ask and answer one another. */
function talkFields(page: PageContext, action: JointDetail, kind: string): Html {
  const { lang, api } = page
  const by = text(page, 'by', 'by')
  const officeNames = api.directory.offices.map(({ id, short }) => [id, short[lang]] as const)
  switch (kind) {
    case 'ask':
      return html`${by}${text(page, 'question', 'question', { required: true, pattern: idPattern, value: `Q${action.talk.questions.length + 1}` })}${area(page, 'text', 'text', '', true)}`
    case 'clarify': {
      const open = action.talk.questions.filter(({ answer }) => answer === null)
      return html`${by}${choice(
        page,
        'office+question',
        'question',
        open.map(
          ({ office, question, text: asked }) =>
            [`${office} ${question}`, `${question}: ${asked ?? ''}`] as const,
        ),
      )}${area(page, 'text', 'text', '', true)}`
    }
    case 'forward':
      return html`${by}${choice(
        page,
        'to',
        'to',
        officeNames.filter(([id]) => id !== api.office.id),
      )}${area(page, 'text', 'reason', '', true)}`
    case 'split':
      return html`${by}${[0, 1, 2, 3].map((at) => optional(t(lang, 'part', { n: at + 1 }), at < 2, html`${hidden(`parts.${at}.part`, `P${at + 1}`)}${choice(page, `parts.${at}.to`, 'to', officeNames)}${area(page, `parts.${at}.text`, 'text', '', true)}`))}`
    case 'answer':
      return html`${by}${choice(
        page,
        'answer',
        'answer',
        (action.action === 'deconfliction'
          ? ['yes', 'no', 'ask']
          : ['granted', 'partly', 'declined']
        ).map((each) => [each, label(lang, 'choice', each)] as const),
      )}${action.action === 'deconfliction' ? '' : area(page, 'text', 'text')}`
    default:
      throw new Error(`There is no form for "${kind}"`)
  }
}

function proposalFields(
  page: PageContext,
  before: JointDetail | undefined,
  replyBy = before?.choices.replyBy,
): Html {
  const { lang, api } = page
  const all = api.directory.offices.map(({ id }) => id)
  const document = before?.document ?? undefined
  const options = (
    name: 'silence' | 'partition' | 'compensation' | 'start',
    word: JointWord,
    fallback: string,
  ) =>
    choice(
      page,
      name,
      word,
      choices[name].options.map((each) => [each, label(lang, 'choice', each)] as const),
      { chosen: before?.choices[name] ?? fallback },
    )
  const findings = Array.from(
    { length: Math.max(3, (document?.findings?.length ?? 0) + 1) },
    (_, at) => {
      const finding = document?.findings?.[at]
      return optional(
        `${t(lang, 'finding')} ${at + 1}`,
        finding !== undefined,
        html`${hidden(`document.findings.${at}.id`, finding?.id ?? `F${at + 1}`)}${both(page, `document.findings.${at}.text`, 'text', finding?.text)}`,
      )
    },
  )
  return html`${text(page, 'by', 'by')}
${choice(
  page,
  'action',
  'kind',
  choices.action.options.map((each) => [each, label(lang, 'action', each)] as const),
  { chosen: before?.action ?? 'statement' },
)}
${both(page, 'document.title', 'title', document?.title, true)}${both(page, 'document.text', 'text', document?.text, true)}
${aside(t(lang, 'findings'), html`${findings}`, (document?.findings?.length ?? 0) > 0)}
${offices(page, 'offices', 'invited', all, before?.choices.offices ?? all)}
${moment(page, 'replyBy', 'replyBy', { required: true, value: replyBy })}${moment(page, 'moment', 'moment', { value: before?.choices.moment })}
${ownMoments(page, all, before?.choices.moments)}
${aside(
  t(lang, 'rules'),
  html`${offices(page, 'required', 'requiredOffices', all, before?.choices.required)}${wholeNumber(page, 'quorum', 'quorumField', { max: all.length, value: before?.choices.quorum })}
${options('start', 'start', 'coordinator')}${options('silence', 'silence', 'abstention')}${options('partition', 'partition', 'call-off')}${wholeNumber(page, 'windowSeconds', 'window.label', { max: 3600, value: before?.choices.windowSeconds ?? 60 })}
${options('compensation', 'compensation', 'none')}${both(page, 'document.correction', 'correction', document?.correction)}`,
  before !== undefined,
)}`
}

/** Each by its own clock. */
function ownMoments(
  page: PageContext,
  ids: readonly string[],
  before: JointDetail['choices']['moments'],
): Html {
  return aside(
    t(page.lang, 'ownMoments'),
    html`${ids.map((office) => moment(page, `moments.${office}`, 'moment', { office, value: before?.[office as keyof typeof before] }))}`,
    before !== undefined,
  )
}
